const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 180457 is in the dictionary", () => assert.strictEqual(look(word(180457)).rank, 180457));
