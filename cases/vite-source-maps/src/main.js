// A page that shows every icon; the editors choose from it.
import * as icons from "lucide-react";
import { createElement } from "react";

const names = Object.keys(icons).filter((name) => /^[A-Z]/.test(name));
window.page = names.map((name) => createElement(icons[name], { key: name }));
document.getElementById("page").textContent = `${names.length} icons`;
