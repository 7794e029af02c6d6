const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 148553 is in the dictionary", () => assert.strictEqual(look(word(148553)).rank, 148553));
