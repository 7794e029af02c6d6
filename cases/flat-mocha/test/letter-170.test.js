const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 169490 is in the dictionary", () => assert.strictEqual(look(word(169490)).rank, 169490));
