/** What the shop asks of other services; its tests put something else in their place. */
export const SERVICES = ["accounts", "billing", "catalogue", "mail", "shipping", "stock"] as const;
export const OPERATIONS = ["create", "find", "list", "update", "remove", "count", "watch", "audit"] as const;

export type Operation = (...given: unknown[]) => unknown;
export type Services = Record<(typeof SERVICES)[number], Record<(typeof OPERATIONS)[number], Operation>>;

/** Make services of which each operation is made by `make`. */
export function services(make: (answer: string) => Operation): Services {
  const of = (service: string) =>
    Object.fromEntries(OPERATIONS.map((operation) => [operation, make(`${service}.${operation}`)]));
  return Object.fromEntries(SERVICES.map((service) => [service, of(service)])) as Services;
}
