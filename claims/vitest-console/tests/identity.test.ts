import { requestsTo } from "../src/requests";

requestsTo("identity");
