const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 53838 is in the dictionary", () => assert.strictEqual(look(word(53838)).rank, 53838));
