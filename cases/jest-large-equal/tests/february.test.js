const { ledger, read, write } = require("../src/ledger");

test("the ledger of february is the same after it was written and read", () => {
  const bookings = ledger(40_000);
  expect(read(write(bookings))).toEqual(bookings);
});

test("each booking of february balances", () => {
  expect(ledger(500).every(({ debit, credit }) => debit.cents === credit.cents)).toBe(true);
});
