const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 116649 is in the dictionary", () => assert.strictEqual(look(word(116649)).rank, 116649));
