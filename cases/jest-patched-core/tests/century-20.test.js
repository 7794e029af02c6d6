const { toRoman } = require("../src/roman");

test("a number of century 20 has a numeral", () => {
  expect(toRoman(1940).length).toBeGreaterThan(0);
});
