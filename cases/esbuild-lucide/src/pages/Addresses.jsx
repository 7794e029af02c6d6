import { MapPin, Pencil, Plus } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Add", Plus],
  ["Edit", Pencil],
];

export const Addresses = () => <Page title="Addresses" icon={MapPin} actions={actions} />;
