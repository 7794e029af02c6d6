import { ordersOf } from "../src/orders";

ordersOf("Kassel");
