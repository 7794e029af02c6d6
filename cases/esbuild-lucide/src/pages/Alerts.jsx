import { Bell, BellOff, Trash } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Mute", BellOff],
  ["Clear", Trash],
];

export const Alerts = () => <Page title="Alerts" icon={Bell} actions={actions} />;
