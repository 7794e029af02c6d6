const { toRoman } = require("../src/roman");

test("a number of century 13 has a numeral", () => {
  expect(toRoman(1261).length).toBeGreaterThan(0);
});
