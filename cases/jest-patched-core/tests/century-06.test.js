const { toRoman } = require("../src/roman");

test("a number of century 6 has a numeral", () => {
  expect(toRoman(582).length).toBeGreaterThan(0);
});
