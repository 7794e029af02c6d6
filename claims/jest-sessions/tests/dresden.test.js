const { visitsTo } = require("../src/visits");

visitsTo("Dresden");
