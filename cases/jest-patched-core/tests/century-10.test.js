const { toRoman } = require("../src/roman");

test("a number of century 10 has a numeral", () => {
  expect(toRoman(970).length).toBeGreaterThan(0);
});
