const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 31904 is in the dictionary", () => assert.strictEqual(look(word(31904)).rank, 31904));
