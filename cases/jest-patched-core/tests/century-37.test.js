const { toRoman } = require("../src/roman");

test("a number of century 37 has a numeral", () => {
  expect(toRoman(3589).length).toBeGreaterThan(0);
});
