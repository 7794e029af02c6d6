const { ordersOf } = require("../src/orders");

ordersOf("Bremen");
