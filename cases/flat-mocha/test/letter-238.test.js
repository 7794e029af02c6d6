const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 237286 is in the dictionary", () => assert.strictEqual(look(word(237286)).rank, 237286));
