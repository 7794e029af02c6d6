import { ordersOf } from "../src/orders";

ordersOf("Bremen");
