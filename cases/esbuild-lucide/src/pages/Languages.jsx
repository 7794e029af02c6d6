import { Check, Languages as LanguagesIcon, Plus } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Add", Plus],
  ["Check", Check],
];

export const Languages = () => <Page title="Languages" icon={LanguagesIcon} actions={actions} />;
