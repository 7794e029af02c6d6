const { toRoman } = require("../src/roman");

test("a number of century 2 has a numeral", () => {
  expect(toRoman(194).length).toBeGreaterThan(0);
});
