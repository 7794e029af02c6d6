const { ordersOf } = require("../src/orders");

ordersOf("Leipzig");
