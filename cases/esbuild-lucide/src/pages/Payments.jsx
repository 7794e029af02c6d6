import { CreditCard, Download, Undo } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Refund", Undo],
  ["Export", Download],
];

export const Payments = () => <Page title="Payments" icon={CreditCard} actions={actions} />;
