const { toRoman } = require("../src/roman");

test("a number of century 11 has a numeral", () => {
  expect(toRoman(1067).length).toBeGreaterThan(0);
});
