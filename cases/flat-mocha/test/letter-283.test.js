const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 282151 is in the dictionary", () => assert.strictEqual(look(word(282151)).rank, 282151));
