const { toRoman } = require("../src/roman");

test("a number of century 24 has a numeral", () => {
  expect(toRoman(2328).length).toBeGreaterThan(0);
});
