const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 296109 is in the dictionary", () => assert.strictEqual(look(word(296109)).rank, 296109));
