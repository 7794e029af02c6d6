const { toRoman } = require("../src/roman");

test("a number of century 36 has a numeral", () => {
  expect(toRoman(3492).length).toBeGreaterThan(0);
});
