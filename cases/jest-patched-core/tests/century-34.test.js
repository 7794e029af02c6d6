const { toRoman } = require("../src/roman");

test("a number of century 34 has a numeral", () => {
  expect(toRoman(3298).length).toBeGreaterThan(0);
});
