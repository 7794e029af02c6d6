const { orders, pieces } = require("../src/orders");

test("the orders of day 5 have 1,000 pieces each", () => {
  expect(pieces(orders(5, 600))).toBe(600000);
});
