const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 69790 is in the dictionary", () => assert.strictEqual(look(word(69790)).rank, 69790));
