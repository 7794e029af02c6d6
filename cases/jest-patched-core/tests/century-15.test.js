const { toRoman } = require("../src/roman");

test("a number of century 15 has a numeral", () => {
  expect(toRoman(1455).length).toBeGreaterThan(0);
});
