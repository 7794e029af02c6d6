import { ordersOf } from "../src/orders";

ordersOf("Augsburg");
