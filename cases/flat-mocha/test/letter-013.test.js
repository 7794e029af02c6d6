const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 12961 is in the dictionary", () => assert.strictEqual(look(word(12961)).rank, 12961));
