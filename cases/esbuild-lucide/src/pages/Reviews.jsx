import { EyeOff, Reply, Star } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Hide", EyeOff],
  ["Reply", Reply],
];

export const Reviews = () => <Page title="Reviews" icon={Star} actions={actions} />;
