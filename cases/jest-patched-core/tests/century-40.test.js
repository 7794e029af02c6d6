const { toRoman } = require("../src/roman");

test("a number of century 40 has a numeral", () => {
  expect(toRoman(3880).length).toBeGreaterThan(0);
});
