const { toRoman } = require("../src/roman");

test("a number of century 21 has a numeral", () => {
  expect(toRoman(2037).length).toBeGreaterThan(0);
});
