const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 264205 is in the dictionary", () => assert.strictEqual(look(word(264205)).rank, 264205));
