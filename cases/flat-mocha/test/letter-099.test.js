const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 98703 is in the dictionary", () => assert.strictEqual(look(word(98703)).rank, 98703));
