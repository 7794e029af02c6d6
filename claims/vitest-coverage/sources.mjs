// Writes what is covered: a few hundred modules as people write them, and clients as generators do.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";

const SERVICES = ["billing", "catalogue", "identity", "search", "shipping", "stock"];
const MODULES = 50; // of a service
const OPERATIONS = 300; // of a client

export function write(folder) {
  if (existsSync(`${folder}/complete`)) return;
  for (const service of SERVICES) {
    mkdirSync(`${folder}/modules/${service}`, { recursive: true });
    mkdirSync(`${folder}/clients`, { recursive: true });
    for (let n = 0; n < MODULES; n++) writeFileSync(`${folder}/modules/${service}/rule-${n}.ts`, module(service, n));
    const operations = Array.from({ length: OPERATIONS }, (_, n) => operation(service, n));
    writeFileSync(`${folder}/clients/${service}.js`, operations.join("\n"));
  }
  writeFileSync(`${folder}/complete`, "");
}

const module = (service, n) => `/** Rule ${n} of ${service}. */
export interface Given {
  amount: number;
  country?: string;
  items: { price: number; weight: number }[];
}

const RATES: Record<string, number> = { AT: 0.2, DE: 0.19, FR: 0.2, IT: 0.22, SE: 0.25 };

export function rate(given: Given): number {
  if (!given.country) return 0;
  return RATES[given.country] ?? 0.15;
}

export function weight(given: Given): number {
  let sum = 0;
  for (const item of given.items) {
    if (item.weight < 0) throw new Error("an item of ${service} weighs less than nothing");
    sum += item.weight;
  }
  return sum;
}

export function apply(given: Given): { total: number; heavy: boolean } {
  const net = given.items.reduce((sum, item) => sum + item.price, given.amount);
  const heavy = weight(given) > ${n + 10};
  const total = net * (1 + rate(given)) + (heavy ? 25 : 5);
  return given.country === "DE" || total > 1000 ? { total: Math.round(total), heavy } : { total, heavy };
}
`;

const operation = (service, n) => `export function ${service}${n}(input, options = {}) {
  if (!input) throw new Error("${service}${n} needs an input");
  const url = options.base ? options.base + "/${service}/${n}" : "/${service}/${n}";
  const body = options.raw ? input : Object.entries(input).map(([key, value]) => key + "=" + value).join("&");
  return options.post || body.length > 500 ? { url, method: "POST", body } : { url: url + "?" + body, method: "GET" };
}
`;
