const { toRoman } = require("../src/roman");

test("a number of century 3 has a numeral", () => {
  expect(toRoman(291).length).toBeGreaterThan(0);
});
