import { ordersOf } from "../src/orders";

ordersOf("Dresden");
