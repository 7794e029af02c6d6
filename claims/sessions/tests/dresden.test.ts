import { visitsTo } from "../src/visits";

visitsTo("Dresden");
