const { toRoman } = require("../src/roman");

test("a number of century 9 has a numeral", () => {
  expect(toRoman(873).length).toBeGreaterThan(0);
});
