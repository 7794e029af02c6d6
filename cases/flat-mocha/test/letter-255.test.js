const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 254235 is in the dictionary", () => assert.strictEqual(look(word(254235)).rank, 254235));
