const { toRoman } = require("../src/roman");

test("a number of century 14 has a numeral", () => {
  expect(toRoman(1358).length).toBeGreaterThan(0);
});
