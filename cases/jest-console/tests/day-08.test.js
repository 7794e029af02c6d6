const { orders, pieces } = require("../src/orders");

test("the orders of day 8 have 1,000 pieces each", () => {
  expect(pieces(orders(8, 600))).toBe(600000);
});
