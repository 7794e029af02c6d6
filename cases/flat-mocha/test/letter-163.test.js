const assert = require("node:assert");
const { look, word } = require("../src/words");

it("word 162511 is in the dictionary", () => assert.strictEqual(look(word(162511)).rank, 162511));
