const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 55832 is in the dictionary", () => assert.strictEqual(look(word(55832)).rank, 55832));
