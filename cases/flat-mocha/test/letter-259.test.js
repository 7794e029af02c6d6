const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 258223 is in the dictionary", () => assert.strictEqual(look(word(258223)).rank, 258223));
