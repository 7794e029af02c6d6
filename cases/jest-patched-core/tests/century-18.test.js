const { toRoman } = require("../src/roman");

test("a number of century 18 has a numeral", () => {
  expect(toRoman(1746).length).toBeGreaterThan(0);
});
