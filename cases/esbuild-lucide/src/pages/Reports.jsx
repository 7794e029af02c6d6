import { ChartPie, Download, Share } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Export", Download],
  ["Share", Share],
];

export const Reports = () => <Page title="Reports" icon={ChartPie} actions={actions} />;
