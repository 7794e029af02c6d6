import { visitsTo } from "../src/visits";

visitsTo("Kassel");
