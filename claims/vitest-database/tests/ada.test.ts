import { ordersOf } from "../src/orders";

ordersOf("Ada");
