import { Megaphone, Pause, Play } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Start", Play],
  ["Stop", Pause],
];

export const Campaigns = () => <Page title="Campaigns" icon={Megaphone} actions={actions} />;
