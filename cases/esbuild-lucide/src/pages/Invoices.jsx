import { Printer, Receipt, Send } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Print", Printer],
  ["Send", Send],
];

export const Invoices = () => <Page title="Invoices" icon={Receipt} actions={actions} />;
