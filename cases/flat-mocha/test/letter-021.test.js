const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 20937 is in the dictionary", () => assert.strictEqual(look(word(20937)).rank, 20937));
