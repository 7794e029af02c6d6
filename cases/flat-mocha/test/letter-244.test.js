const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 243268 is in the dictionary", () => assert.strictEqual(look(word(243268)).rank, 243268));
