import { Pause, Percent, Plus } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Create", Plus],
  ["Stop", Pause],
];

export const Discounts = () => <Page title="Discounts" icon={Percent} actions={actions} />;
