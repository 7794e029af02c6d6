import { Play, Save, Terminal } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Follow", Play],
  ["Save", Save],
];

export const Logs = () => <Page title="Logs" icon={Terminal} actions={actions} />;
