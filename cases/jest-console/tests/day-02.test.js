const { orders, pieces } = require("../src/orders");

test("the orders of day 2 have 1,000 pieces each", () => {
  expect(pieces(orders(2, 600))).toBe(600000);
});
