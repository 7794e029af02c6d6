import { Gift, Heart, Plus } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Add", Plus],
  ["Redeem", Gift],
];

export const Loyalty = () => <Page title="Loyalty" icon={Heart} actions={actions} />;
