import { Download, Landmark, Pencil } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Edit", Pencil],
  ["Export", Download],
];

export const Taxes = () => <Page title="Taxes" icon={Landmark} actions={actions} />;
