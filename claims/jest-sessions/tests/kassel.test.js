const { visitsTo } = require("../src/visits");

visitsTo("Kassel");
