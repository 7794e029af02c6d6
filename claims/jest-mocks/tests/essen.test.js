const { ordersOf } = require("../src/orders");

ordersOf("Essen");
