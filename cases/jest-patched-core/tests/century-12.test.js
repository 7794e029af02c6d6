const { toRoman } = require("../src/roman");

test("a number of century 12 has a numeral", () => {
  expect(toRoman(1164).length).toBeGreaterThan(0);
});
