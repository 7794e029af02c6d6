const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 997 is in the dictionary", () => assert.strictEqual(look(word(997)).rank, 997));
