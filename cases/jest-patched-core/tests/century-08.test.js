const { toRoman } = require("../src/roman");

test("a number of century 8 has a numeral", () => {
  expect(toRoman(776).length).toBeGreaterThan(0);
});
