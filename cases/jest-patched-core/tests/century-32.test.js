const { toRoman } = require("../src/roman");

test("a number of century 32 has a numeral", () => {
  expect(toRoman(3104).length).toBeGreaterThan(0);
});
