import { UserMinus, UserPlus, Users } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Add", UserPlus],
  ["Remove", UserMinus],
];

export const Accounts = () => <Page title="Accounts" icon={Users} actions={actions} />;
