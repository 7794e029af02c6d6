const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 188433 is in the dictionary", () => assert.strictEqual(look(word(188433)).rank, 188433));
