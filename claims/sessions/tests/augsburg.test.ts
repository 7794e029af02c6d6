import { visitsTo } from "../src/visits";

visitsTo("Augsburg");
