import { BookOpen, Plus, Search } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Add", Plus],
  ["Search", Search],
];

export const Catalog = () => <Page title="Catalog" icon={BookOpen} actions={actions} />;
