const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 163508 is in the dictionary", () => assert.strictEqual(look(word(163508)).rank, 163508));
