const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 146559 is in the dictionary", () => assert.strictEqual(look(word(146559)).rank, 146559));
