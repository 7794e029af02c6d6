const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 133598 is in the dictionary", () => assert.strictEqual(look(word(133598)).rank, 133598));
