const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 13958 is in the dictionary", () => assert.strictEqual(look(word(13958)).rank, 13958));
