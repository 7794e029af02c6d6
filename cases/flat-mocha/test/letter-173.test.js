const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 172481 is in the dictionary", () => assert.strictEqual(look(word(172481)).rank, 172481));
