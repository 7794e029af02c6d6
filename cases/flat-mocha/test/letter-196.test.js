const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 195412 is in the dictionary", () => assert.strictEqual(look(word(195412)).rank, 195412));
