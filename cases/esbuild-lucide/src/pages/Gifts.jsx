import { Gift, Package, Send } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Wrap", Package],
  ["Send", Send],
];

export const Gifts = () => <Page title="Gifts" icon={Gift} actions={actions} />;
