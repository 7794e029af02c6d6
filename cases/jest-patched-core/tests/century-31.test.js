const { toRoman } = require("../src/roman");

test("a number of century 31 has a numeral", () => {
  expect(toRoman(3007).length).toBeGreaterThan(0);
});
