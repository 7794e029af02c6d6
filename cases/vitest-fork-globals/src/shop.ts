import type { Customer, Order } from "./scenarios";

export const total = (order: Order): number =>
  order.lines.reduce((sum, line) => sum + line.quantity * line.cents, 0);

export const revenue = (customers: Customer[]): number =>
  customers.reduce((sum, { orders }) => sum + orders.reduce((part, order) => part + total(order), 0), 0);

export const withStatus = (customers: Customer[], status: Order["status"]): Order[] =>
  customers.flatMap(({ orders }) => orders.filter((order) => order.status === status));

export function byCountry(customers: Customer[]): Map<string, Customer[]> {
  const groups = new Map<string, Customer[]>();
  for (const customer of customers) {
    const group = groups.get(customer.country);
    if (group) group.push(customer);
    else groups.set(customer.country, [customer]);
  }
  return groups;
}

export const search = (customers: Customer[], text: string): Customer[] =>
  customers.filter(({ name, email }) => name.includes(text) || email.includes(text));

export function bestCustomers(customers: Customer[], count: number): Customer[] {
  const spent = (customer: Customer) => revenue([customer]);
  return [...customers].sort((a, b) => spent(b) - spent(a)).slice(0, count);
}
