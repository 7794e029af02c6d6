const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 155532 is in the dictionary", () => assert.strictEqual(look(word(155532)).rank, 155532));
