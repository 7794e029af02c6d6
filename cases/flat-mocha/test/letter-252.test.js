const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 251244 is in the dictionary", () => assert.strictEqual(look(word(251244)).rank, 251244));
