const { orders, pieces } = require("../src/orders");

test("the orders of day 6 have 1,000 pieces each", () => {
  expect(pieces(orders(6, 600))).toBe(600000);
});
