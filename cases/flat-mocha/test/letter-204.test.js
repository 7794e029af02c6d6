const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 203388 is in the dictionary", () => assert.strictEqual(look(word(203388)).rank, 203388));
