const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 271184 is in the dictionary", () => assert.strictEqual(look(word(271184)).rank, 271184));
