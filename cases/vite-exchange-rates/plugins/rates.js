// The rate of each currency on each day; the build puts those in that a page asks for.
const FIRST_YEAR = 1975;
const LAST_YEAR = 2025;
const CURRENCIES = [
  "AUD", "BRL", "CAD", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "ISK",
  "JPY", "KRW", "MXN", "MYR", "NOK", "NZD", "PHP", "PLN", "RON", "SEK", "SGD", "THB", "TRY", "USD",
];
const DAY = 24 * 3600 * 1000;

const rates = new Map(CURRENCIES.map((currency) => [currency, yearsOf(CURRENCIES.indexOf(currency))]));

function yearsOf(index) {
  const years = {};
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++) {
    years[year] = [];
    for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += DAY) {
      const middle = 1 + index / 10 + Math.sin(at / DAY / 90) / 20;
      years[year].push({ day: new Date(at).toISOString(), bid: middle * 0.999, ask: middle * 1.001 });
    }
  }
  return years;
}

export function ratePlugin() {
  return {
    name: "rates",
    transform(code) {
      if (!code.includes("rateOn(")) return null;
      const filled = code.replace(/rateOn\("(\d+)(-[\d-]+)", "([A-Z]+)"\)/g, (_, year, rest, currency) =>
        String(rates.get(currency)[year].find(({ day }) => day.startsWith(year + rest)).ask),
      );
      return { code: filled, map: null };
    },
  };
}
