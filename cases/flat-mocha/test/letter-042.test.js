const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 41874 is in the dictionary", () => assert.strictEqual(look(word(41874)).rank, 41874));
