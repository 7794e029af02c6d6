const { visitsTo } = require("../src/visits");

visitsTo("Freiburg");
