import { requestsTo } from "../src/requests";

requestsTo("search");
