const { visitsTo } = require("../src/visits");

visitsTo("Leipzig");
