import { ordersOf } from "../src/orders";

ordersOf("Rostock");
