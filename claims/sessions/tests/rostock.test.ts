import { visitsTo } from "../src/visits";

visitsTo("Rostock");
