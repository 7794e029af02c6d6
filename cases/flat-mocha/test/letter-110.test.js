const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 109670 is in the dictionary", () => assert.strictEqual(look(word(109670)).rank, 109670));
