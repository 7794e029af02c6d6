const ACCOUNTS = ["cash", "bank", "stock", "rent", "wages", "sales"];

/** A ledger of so many bookings. */
const ledger = (count) =>
  Array.from({ length: count }, (_, n) => ({
    number: n,
    debit: { account: ACCOUNTS[n % 6], cents: (n * 31) % 10_007 },
    credit: { account: ACCOUNTS[(n + 1) % 6], cents: (n * 31) % 10_007 },
  }));

const write = (bookings) => bookings.map((booking) => JSON.stringify(booking)).join("\n");
const read = (text) => text.split("\n").map((line) => JSON.parse(line));

module.exports = { ledger, read, write };
