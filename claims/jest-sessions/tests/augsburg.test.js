const { visitsTo } = require("../src/visits");

visitsTo("Augsburg");
