const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 52841 is in the dictionary", () => assert.strictEqual(look(word(52841)).rank, 52841));
