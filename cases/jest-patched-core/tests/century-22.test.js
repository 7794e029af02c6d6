const { toRoman } = require("../src/roman");

test("a number of century 22 has a numeral", () => {
  expect(toRoman(2134).length).toBeGreaterThan(0);
});
