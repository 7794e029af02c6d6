import { Download, Printer, ShieldCheck } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Export", Download],
  ["Print", Printer],
];

export const Audit = () => <Page title="Audit" icon={ShieldCheck} actions={actions} />;
