const { orders, pieces } = require("../src/orders");

test("the orders of day 4 have 1,000 pieces each", () => {
  expect(pieces(orders(4, 600))).toBe(600000);
});
