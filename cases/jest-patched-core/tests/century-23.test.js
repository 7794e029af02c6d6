const { toRoman } = require("../src/roman");

test("a number of century 23 has a numeral", () => {
  expect(toRoman(2231).length).toBeGreaterThan(0);
});
