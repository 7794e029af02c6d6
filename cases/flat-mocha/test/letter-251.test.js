const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 250247 is in the dictionary", () => assert.strictEqual(look(word(250247)).rank, 250247));
