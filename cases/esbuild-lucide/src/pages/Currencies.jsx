import { Coins, Pencil, RefreshCw } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Update", RefreshCw],
  ["Edit", Pencil],
];

export const Currencies = () => <Page title="Currencies" icon={Coins} actions={actions} />;
