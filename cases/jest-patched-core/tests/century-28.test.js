const { toRoman } = require("../src/roman");

test("a number of century 28 has a numeral", () => {
  expect(toRoman(2716).length).toBeGreaterThan(0);
});
