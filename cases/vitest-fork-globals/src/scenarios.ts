// Scenarios of the mocked API: what the server would hold when a test starts.

export interface Order {
  id: string;
  placed: string;
  status: "open" | "paid" | "shipped" | "returned";
  lines: { sku: string; quantity: number; cents: number }[];
  notes: string[];
}

export interface Customer {
  id: string;
  name: string;
  email: string;
  country: string;
  orders: Order[];
}

export interface Scenario {
  name: string;
  customers: Customer[];
}

declare global {
  var __mockApiScenarios: Map<string, Scenario> | undefined;
}

// On globalThis, so that the request handlers find a scenario whichever copy of this module they got.
const scenarios = (globalThis.__mockApiScenarios ??= new Map());

const STATUSES = ["open", "paid", "shipped", "returned"] as const;
const COUNTRIES = ["DE", "FR", "IT", "NL", "PL", "SE"];

function order(customer: number, index: number): Order {
  const id = `${customer}-${index}`;
  return {
    id,
    placed: `2025-${String((index % 12) + 1).padStart(2, "0")}-${String((customer % 28) + 1).padStart(2, "0")}`,
    status: STATUSES[(customer + index) % STATUSES.length],
    lines: [0, 1, 2].map((line) => ({
      sku: `sku-${id}-${line}`,
      quantity: line + 1,
      cents: 100 + ((customer * 7 + index * 13 + line * 3) % 900),
    })),
    notes: [`order ${id} was placed online`, `packed at desk ${customer % 9}`],
  };
}

function customer(index: number): Customer {
  return {
    id: `c-${index}`,
    name: `Customer ${index}`,
    email: `customer-${index}@example.test`,
    country: COUNTRIES[index % COUNTRIES.length],
    orders: Array.from({ length: 5 }, (_, n) => order(index, n)),
  };
}

const latency = () => new Promise((resolve) => setTimeout(resolve, 250));

/** The scenario of this name; it is built when it is asked for first. */
export async function mockScenario(name: string, customers = 8_000): Promise<Scenario> {
  await latency(); // the server that this stands for is not quicker
  let scenario = scenarios.get(name);
  if (!scenario) {
    scenario = { name, customers: Array.from({ length: customers }, (_, n) => customer(n)) };
    scenarios.set(name, scenario);
  }
  return scenario;
}
