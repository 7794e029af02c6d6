// The whole catalogue of the shop, once for all test files.
import { catalogue } from "../src/catalogue";

declare global {
  var catalogue: ReturnType<typeof catalogue>;
}

globalThis.catalogue ??= catalogue(170_000);
