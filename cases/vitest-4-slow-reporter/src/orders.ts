// Orders in a store that takes SQL, many at a time.

export interface Order {
  number: number;
  customer: string;
  notes: string;
}

/** What the store was asked to do is logged before it does it. */
export class Store {
  private rows = 0;

  async run(statement: string, rows: number): Promise<void> {
    console.log(statement);
    await new Promise((resolve) => setImmediate(resolve));
    this.rows += rows;
  }

  get size(): number {
    return this.rows;
  }
}

/** Insert orders, so many by one statement. */
export async function insert(store: Store, orders: Iterable<Order>, atOnce: number): Promise<void> {
  let values: string[] = [];
  const flush = async () => {
    if (values.length === 0) return;
    await store.run(`insert into orders values ${values.join(", ")};`, values.length);
    values = [];
  };
  for (const { number, customer, notes } of orders) {
    values.push(`(${number}, '${customer}', '${notes}')`);
    if (values.length === atOnce) await flush();
  }
  await flush();
}

/** Orders of a shop, one after the other. */
export function* orders(count: number): Generator<Order> {
  for (let number = 1; number <= count; number++) {
    yield { number, customer: `customer ${number % 997}`, notes: `to be left at door ${number % 61}, `.repeat(8) };
  }
}
