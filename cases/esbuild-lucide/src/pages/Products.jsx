import { Box, Camera, Plus } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Add", Plus],
  ["Photo", Camera],
];

export const Products = () => <Page title="Products" icon={Box} actions={actions} />;
