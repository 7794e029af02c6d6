const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 24925 is in the dictionary", () => assert.strictEqual(look(word(24925)).rank, 24925));
