const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 153538 is in the dictionary", () => assert.strictEqual(look(word(153538)).rank, 153538));
