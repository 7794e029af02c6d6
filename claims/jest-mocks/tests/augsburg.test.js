const { ordersOf } = require("../src/orders");

ordersOf("Augsburg");
