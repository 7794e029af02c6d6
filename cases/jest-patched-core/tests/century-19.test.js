const { toRoman } = require("../src/roman");

test("a number of century 19 has a numeral", () => {
  expect(toRoman(1843).length).toBeGreaterThan(0);
});
