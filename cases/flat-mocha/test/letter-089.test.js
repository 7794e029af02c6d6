const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 88733 is in the dictionary", () => assert.strictEqual(look(word(88733)).rank, 88733));
