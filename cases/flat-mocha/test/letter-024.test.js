const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 23928 is in the dictionary", () => assert.strictEqual(look(word(23928)).rank, 23928));
