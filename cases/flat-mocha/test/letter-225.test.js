const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 224325 is in the dictionary", () => assert.strictEqual(look(word(224325)).rank, 224325));
