import { ordersOf } from "../src/orders";

ordersOf("Grace");
