const { ordersOf } = require("../src/orders");

ordersOf("Dresden");
