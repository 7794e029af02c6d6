// Shows what old invoices came to in francs; the rates are put in when the page is built.
import { createElement } from "react";

const INVOICES = [
  { number: 4711, amount: 1200, rate: rateOn("2025-03-14", "EUR") },
  { number: 4712, amount: 80, rate: rateOn("2025-04-02", "EUR") },
  { number: 4713, amount: 5310, rate: rateOn("2025-06-30", "USD") },
  { number: 4714, amount: 45, rate: rateOn("2025-09-01", "GBP") },
];

document.getElementById("page").elements = INVOICES.map(({ number, amount, rate }) =>
  createElement("p", { key: number }, `${number}: ${(amount * rate).toFixed(2)}`),
);
