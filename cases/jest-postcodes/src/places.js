const LAST = 96_000;

/** All places by their postcode, with what a parcel to them costs. */
const places = new Map(
  Array.from({ length: LAST }, (_, n) => [
    String(n).padStart(5, "0"),
    { name: `Place ${n}`, zone: n % 9, depot: `depot-${n % 120}`, rates: [1, 2, 3, 5, 7, 10, 12, 15, 20, 25, 30].map((weight) => ({ weight, cents: 300 + weight * (n % 70) })) },
  ]),
);

module.exports = { places };
