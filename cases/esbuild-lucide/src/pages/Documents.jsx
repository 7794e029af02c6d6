import { Download, FileText, Upload } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Upload", Upload],
  ["Download", Download],
];

export const Documents = () => <Page title="Documents" icon={FileText} actions={actions} />;
