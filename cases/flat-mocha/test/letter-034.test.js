const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 33898 is in the dictionary", () => assert.strictEqual(look(word(33898)).rank, 33898));
