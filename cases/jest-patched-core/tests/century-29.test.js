const { toRoman } = require("../src/roman");

test("a number of century 29 has a numeral", () => {
  expect(toRoman(2813).length).toBeGreaterThan(0);
});
