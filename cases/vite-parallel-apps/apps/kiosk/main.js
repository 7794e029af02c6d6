import { picker } from "../../src/picker.js";

picker(document.getElementById("page"), "kiosk");
