// Lets an editor choose an icon; each app shows all of them.
import * as icons from "lucide-react";
import { createElement } from "react";

export function picker(place, app) {
  const names = Object.keys(icons).filter((name) => /^[A-Z]/.test(name));
  place.elements = names.map((name) => createElement(icons[name], { key: name }));
  place.title = `${names.length} icons for ${app}`;
}
