import { visitsTo } from "../src/visits";

visitsTo("Bremen");
