import { Pencil, Scale, Tag } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Edit", Pencil],
  ["Compare", Scale],
];

export const Prices = () => <Page title="Prices" icon={Tag} actions={actions} />;
