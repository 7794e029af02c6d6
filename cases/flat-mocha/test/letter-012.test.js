const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 11964 is in the dictionary", () => assert.strictEqual(look(word(11964)).rank, 11964));
