const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 142571 is in the dictionary", () => assert.strictEqual(look(word(142571)).rank, 142571));
