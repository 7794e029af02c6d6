const { toRoman } = require("../src/roman");

test("a number of century 4 has a numeral", () => {
  expect(toRoman(388).length).toBeGreaterThan(0);
});
