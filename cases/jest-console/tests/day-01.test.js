const { orders, pieces } = require("../src/orders");

test("the orders of day 1 have 1,000 pieces each", () => {
  expect(pieces(orders(1, 600))).toBe(600000);
});
