const { toRoman } = require("../src/roman");

test("a number of century 33 has a numeral", () => {
  expect(toRoman(3201).length).toBeGreaterThan(0);
});
