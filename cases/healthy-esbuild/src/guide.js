import * as texts from "messages";
import { plan } from "./plan.js";
import { route } from "./route.js";
import { search } from "./search.js";

export const guide = { label: (number, year) => texts[`text${number}`](year), plan, route, search };
