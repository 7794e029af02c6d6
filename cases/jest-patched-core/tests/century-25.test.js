const { toRoman } = require("../src/roman");

test("a number of century 25 has a numeral", () => {
  expect(toRoman(2425).length).toBeGreaterThan(0);
});
