import { requestsTo } from "../src/requests";

requestsTo("billing");
