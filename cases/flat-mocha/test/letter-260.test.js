const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 259220 is in the dictionary", () => assert.strictEqual(look(word(259220)).rank, 259220));
