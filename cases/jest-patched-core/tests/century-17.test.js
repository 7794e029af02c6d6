const { toRoman } = require("../src/roman");

test("a number of century 17 has a numeral", () => {
  expect(toRoman(1649).length).toBeGreaterThan(0);
});
