const { visitsTo } = require("../src/visits");

visitsTo("Rostock");
