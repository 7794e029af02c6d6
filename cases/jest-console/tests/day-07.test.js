const { orders, pieces } = require("../src/orders");

test("the orders of day 7 have 1,000 pieces each", () => {
  expect(pieces(orders(7, 600))).toBe(600000);
});
