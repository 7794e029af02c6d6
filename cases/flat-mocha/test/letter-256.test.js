const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 255232 is in the dictionary", () => assert.strictEqual(look(word(255232)).rank, 255232));
