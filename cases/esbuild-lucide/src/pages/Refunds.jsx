import { Check, Undo, X } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Approve", Check],
  ["Reject", X],
];

export const Refunds = () => <Page title="Refunds" icon={Undo} actions={actions} />;
