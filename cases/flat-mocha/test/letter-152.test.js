const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 151544 is in the dictionary", () => assert.strictEqual(look(word(151544)).rank, 151544));
