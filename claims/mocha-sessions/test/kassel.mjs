import { visitsTo } from "../src/visits.mjs";

visitsTo("Kassel");
