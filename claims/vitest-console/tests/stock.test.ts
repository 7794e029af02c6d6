import { requestsTo } from "../src/requests";

requestsTo("stock");
