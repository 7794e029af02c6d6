import { Archive as ArchiveIcon, ArchiveRestore, Search } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Restore", ArchiveRestore],
  ["Search", Search],
];

export const Archive = () => <Page title="Archive" icon={ArchiveIcon} actions={actions} />;
