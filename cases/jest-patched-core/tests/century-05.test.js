const { toRoman } = require("../src/roman");

test("a number of century 5 has a numeral", () => {
  expect(toRoman(485).length).toBeGreaterThan(0);
});
