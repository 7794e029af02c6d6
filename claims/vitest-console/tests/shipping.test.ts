import { requestsTo } from "../src/requests";

requestsTo("shipping");
