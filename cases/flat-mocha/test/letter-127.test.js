const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 126619 is in the dictionary", () => assert.strictEqual(look(word(126619)).rank, 126619));
