const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 128613 is in the dictionary", () => assert.strictEqual(look(word(128613)).rank, 128613));
