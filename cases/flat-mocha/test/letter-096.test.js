const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 95712 is in the dictionary", () => assert.strictEqual(look(word(95712)).rank, 95712));
