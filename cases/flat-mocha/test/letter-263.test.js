const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 262211 is in the dictionary", () => assert.strictEqual(look(word(262211)).rank, 262211));
