// A picker of icons: all that there are.
import * as icons from "lucide-react";

export const names = Object.keys(icons);
export const icon = (name) => icons[name];
