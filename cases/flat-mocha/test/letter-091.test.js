const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 90727 is in the dictionary", () => assert.strictEqual(look(word(90727)).rank, 90727));
