const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 145562 is in the dictionary", () => assert.strictEqual(look(word(145562)).rank, 145562));
