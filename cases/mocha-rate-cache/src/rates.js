// Exchange rates of a day, minute by minute, and a cache of the days that were asked for.
const days = new Map();

function load(day) {
  const pairs = ["EUR/USD", "EUR/GBP", "EUR/CHF", "EUR/SEK", "EUR/PLN", "EUR/DKK", "EUR/NOK", "EUR/CZK"];
  return pairs.flatMap((pair, rank) =>
    Array.from({ length: 1440 * 4 }, (_, quarter) => ({ pair, minute: quarter / 4, bid: 1 + ((day + rank + quarter) % 97) / 1000, ask: 1.001 + ((day + rank + quarter) % 97) / 1000 })),
  );
}

/** The rates of a day, from the cache if they were asked for before. */
function rates(day) {
  if (!days.has(day)) days.set(day, load(day));
  return days.get(day);
}

const spread = ({ bid, ask }) => ask - bid;

module.exports = { rates, spread };
