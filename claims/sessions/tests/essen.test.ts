import { visitsTo } from "../src/visits";

visitsTo("Essen");
