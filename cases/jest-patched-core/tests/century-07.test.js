const { toRoman } = require("../src/roman");

test("a number of century 7 has a numeral", () => {
  expect(toRoman(679).length).toBeGreaterThan(0);
});
