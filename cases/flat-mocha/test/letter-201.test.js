const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 200397 is in the dictionary", () => assert.strictEqual(look(word(200397)).rank, 200397));
