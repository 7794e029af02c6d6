import { ordersOf } from "../src/orders";

ordersOf("Essen");
