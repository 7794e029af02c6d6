const { toRoman } = require("../src/roman");

test("a number of century 26 has a numeral", () => {
  expect(toRoman(2522).length).toBeGreaterThan(0);
});
