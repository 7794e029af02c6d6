const { ordersOf } = require("../src/orders");

ordersOf("Freiburg");
