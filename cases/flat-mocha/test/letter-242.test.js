const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 241274 is in the dictionary", () => assert.strictEqual(look(word(241274)).rank, 241274));
