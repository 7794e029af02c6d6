const { toRoman } = require("../src/roman");

test("a number of century 39 has a numeral", () => {
  expect(toRoman(3783).length).toBeGreaterThan(0);
});
