const { visitsTo } = require("../src/visits");

visitsTo("Bremen");
