import { requestsTo } from "../src/requests";

requestsTo("catalogue");
