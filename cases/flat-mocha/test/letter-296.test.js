const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 295112 is in the dictionary", () => assert.strictEqual(look(word(295112)).rank, 295112));
