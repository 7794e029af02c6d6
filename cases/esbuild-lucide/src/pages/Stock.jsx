import { Calculator, ShoppingCart, Warehouse } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Count", Calculator],
  ["Order", ShoppingCart],
];

export const Stock = () => <Page title="Stock" icon={Warehouse} actions={actions} />;
