import { Map, Package, Printer } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Track", Map],
  ["Print", Printer],
];

export const Deliveries = () => <Page title="Deliveries" icon={Package} actions={actions} />;
