const { toRoman } = require("../src/roman");

test("a number of century 1 has a numeral", () => {
  expect(toRoman(97).length).toBeGreaterThan(0);
});
