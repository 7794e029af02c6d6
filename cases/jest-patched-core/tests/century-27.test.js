const { toRoman } = require("../src/roman");

test("a number of century 27 has a numeral", () => {
  expect(toRoman(2619).length).toBeGreaterThan(0);
});
