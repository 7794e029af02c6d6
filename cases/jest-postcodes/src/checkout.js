const pages = require("../generated");
const { places } = require("./places");

/** What a parcel costs, and the greeting of the page that says so. */
function checkout(name, postcode, weight) {
  const place = places.get(postcode);
  if (place === undefined) throw new RangeError(`no such postcode: ${postcode}`);
  const rate = place.rates.find((each) => each.weight >= weight);
  return { text: pages.page7.greeting(name), cents: rate.cents };
}

module.exports = { checkout };
