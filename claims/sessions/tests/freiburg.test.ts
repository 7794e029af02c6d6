import { visitsTo } from "../src/visits";

visitsTo("Freiburg");
