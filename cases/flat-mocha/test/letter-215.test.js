const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 214355 is in the dictionary", () => assert.strictEqual(look(word(214355)).rank, 214355));
