import { ordersOf } from "../src/orders";

ordersOf("Leipzig");
