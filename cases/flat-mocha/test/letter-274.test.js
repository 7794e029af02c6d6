const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 273178 is in the dictionary", () => assert.strictEqual(look(word(273178)).rank, 273178));
