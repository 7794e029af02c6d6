// An empty page for each test file, for those parts that look for a document.
import { Window } from "happy-dom";

const window = new Window({ url: "http://library.test/" });
Object.assign(globalThis, { window, document: window.document });
