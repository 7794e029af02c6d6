const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 80757 is in the dictionary", () => assert.strictEqual(look(word(80757)).rank, 80757));
