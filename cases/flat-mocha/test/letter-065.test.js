const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 64805 is in the dictionary", () => assert.strictEqual(look(word(64805)).rank, 64805));
