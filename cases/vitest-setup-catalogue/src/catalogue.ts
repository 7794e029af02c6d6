export interface Article {
  sku: string;
  title: string;
  tags: string[];
  prices: { country: string; cents: number }[];
}

const COUNTRIES = ["DE", "FR", "IT", "NL", "PL", "SE", "AT", "CH", "ES", "PT", "DK"];

/** All articles of the shop, as the server would send them. */
export const catalogue = (count: number): Article[] =>
  Array.from({ length: count }, (_, n) => ({
    sku: `sku-${n}`,
    title: `Article number ${n} of the season`,
    tags: [`group-${n % 40}`, `shelf-${n % 700}`],
    prices: COUNTRIES.map((country, rank) => ({ country, cents: 100 + ((n * 13 + rank * 7) % 9_000) })),
  }));

export const cheapest = (articles: Article[], country: string): Article =>
  articles.reduce((best, each) => (price(each, country) < price(best, country) ? each : best));

export const price = (article: Article, country: string): number =>
  article.prices.find((each) => each.country === country)?.cents ?? Infinity;

/** Rows of the price list: one for each article and country, as the printer wants them. */
export const priceList = (articles: Article[]): string[][] =>
  articles.flatMap(({ sku, title, prices }) =>
    prices.map(({ country, cents }) => [sku, title, country, (cents / 100).toFixed(2)]),
  );
