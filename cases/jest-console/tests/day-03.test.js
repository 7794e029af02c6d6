const { orders, pieces } = require("../src/orders");

test("the orders of day 3 have 1,000 pieces each", () => {
  expect(pieces(orders(3, 600))).toBe(600000);
});
