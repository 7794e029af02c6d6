const { ledger, read, write } = require("../src/ledger");

test("the ledger of march is the same after it was written and read", () => {
  const bookings = ledger(50_000);
  expect(read(write(bookings))).toEqual(bookings);
});

test("each booking of march balances", () => {
  expect(ledger(500).every(({ debit, credit }) => debit.cents === credit.cents)).toBe(true);
});
