import { RotateCcw, Save, Settings as SettingsIcon } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Save", Save],
  ["Reset", RotateCcw],
];

export const Settings = () => <Page title="Settings" icon={SettingsIcon} actions={actions} />;
