const { toRoman } = require("../src/roman");

test("a number of century 38 has a numeral", () => {
  expect(toRoman(3686).length).toBeGreaterThan(0);
});
