const assert = require("node:assert");
const { retry } = require("../src/retry");

it("the server answers in the end", async () => assert.strictEqual(await retry((n) => n === 12, 20, 60), 12));
