const { ordersOf } = require("../src/orders");

ordersOf("Rostock");
