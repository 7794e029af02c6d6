import { expect } from "vitest";
import { test } from "#database";

/** The tests of the orders of one customer. */
export function ordersOf(name: string) {
  for (let size = 1; size <= 4; size++) {
    test(`${name} places ${size} orders`, async ({ database }) => {
      for (let order = 1; order <= size; order++) {
        await database.query(
          "insert into orders (customer, total) select id, $1 from customers where name = $2",
          [order, name],
        );
      }
      const { rows } = await database.query("select count(*)::int as orders from orders");
      expect(rows).toEqual([{ orders: size }]);
    });
  }
}
