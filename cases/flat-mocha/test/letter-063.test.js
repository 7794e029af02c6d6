const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 62811 is in the dictionary", () => assert.strictEqual(look(word(62811)).rank, 62811));
