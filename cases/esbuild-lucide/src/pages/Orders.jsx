import { Package, ShoppingCart, X } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Pack", Package],
  ["Cancel", X],
];

export const Orders = () => <Page title="Orders" icon={ShoppingCart} actions={actions} />;
