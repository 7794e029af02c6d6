import { Archive, Inbox as InboxIcon, Pencil } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Compose", Pencil],
  ["Archive", Archive],
];

export const Inbox = () => <Page title="Inbox" icon={InboxIcon} actions={actions} />;
