const { toRoman } = require("../src/roman");

test("a number of century 30 has a numeral", () => {
  expect(toRoman(2910).length).toBeGreaterThan(0);
});
