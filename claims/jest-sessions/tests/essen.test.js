const { visitsTo } = require("../src/visits");

visitsTo("Essen");
