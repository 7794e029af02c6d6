const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 30907 is in the dictionary", () => assert.strictEqual(look(word(30907)).rank, 30907));
