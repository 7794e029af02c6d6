import { visitsTo } from "../src/visits";

visitsTo("Leipzig");
