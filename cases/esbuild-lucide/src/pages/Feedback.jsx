import { Flag, MessageSquare, Reply } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Reply", Reply],
  ["Flag", Flag],
];

export const Feedback = () => <Page title="Feedback" icon={MessageSquare} actions={actions} />;
