const { toRoman } = require("../src/roman");

test("a number of century 35 has a numeral", () => {
  expect(toRoman(3395).length).toBeGreaterThan(0);
});
