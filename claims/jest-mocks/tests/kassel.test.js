const { ordersOf } = require("../src/orders");

ordersOf("Kassel");
