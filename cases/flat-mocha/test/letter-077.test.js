const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 76769 is in the dictionary", () => assert.strictEqual(look(word(76769)).rank, 76769));
