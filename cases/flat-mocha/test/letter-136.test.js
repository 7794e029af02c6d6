const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 135592 is in the dictionary", () => assert.strictEqual(look(word(135592)).rank, 135592));
