import { Plus, Route, Truck } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Add", Plus],
  ["Route", Route],
];

export const Carriers = () => <Page title="Carriers" icon={Truck} actions={actions} />;
