import { Image, Trash, Upload } from "lucide-react";
import { Page } from "../Page";

const actions = [
  ["Upload", Upload],
  ["Delete", Trash],
];

export const Banners = () => <Page title="Banners" icon={Image} actions={actions} />;
