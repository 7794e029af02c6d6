const { toRoman } = require("../src/roman");

test("a number of century 16 has a numeral", () => {
  expect(toRoman(1552).length).toBeGreaterThan(0);
});
