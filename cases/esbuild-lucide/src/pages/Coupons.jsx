import { Copy, Plus, Ticket } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Create", Plus],
  ["Copy", Copy],
];

export const Coupons = () => <Page title="Coupons" icon={Ticket} actions={actions} />;
