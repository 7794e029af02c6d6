const assert = require("node:assert");
const { mkdtempSync, rmSync } = require("node:fs");
const { join } = require("node:path");
const { after, test } = require("node:test");
const { count, spool } = require("../src/spool");

const folder = mkdtempSync(join(__dirname, "spool-"));

after(() => rmSync(folder, { recursive: true }));

test("the spool of letters has what was written", async () => {
  const path = join(folder, "letters");
  await spool(path, 220);
  assert.strictEqual(await count(path), 220 * 1_048_576);
});
