import type { Services } from "./operations";

/** Place an order: what is ordered is looked up, taken from the stock, billed and sent. */
export function order(services: Services, region: string, article: number) {
  const found = services.catalogue.find(article);
  services.stock.update(article, -1);
  const bill = services.billing.create({ region, article });
  const parcel = services.shipping.create({ region, article });
  services.mail.create({ region, bill, parcel });
  return { found, bill, parcel };
}
