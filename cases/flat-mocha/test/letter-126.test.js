const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 125622 is in the dictionary", () => assert.strictEqual(look(word(125622)).rank, 125622));
