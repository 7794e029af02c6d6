import { ordersOf } from "../src/orders";

ordersOf("Freiburg");
