const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 168493 is in the dictionary", () => assert.strictEqual(look(word(168493)).rank, 168493));
