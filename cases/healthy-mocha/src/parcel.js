/** What a parcel costs, by its weight in grams and the zone that it goes to. */
function postage(grams, zone) {
  if (grams <= 0) throw new RangeError("a parcel weighs something");
  const base = [399, 599, 1299][zone];
  return base + Math.ceil(grams / 500) * 40;
}

/** Put parcels into vans: as many as fit, in the order in which they come. */
function load(parcels, most) {
  const vans = [[]];
  let weight = 0;
  for (const parcel of parcels) {
    if (weight + parcel.grams > most) {
      vans.push([]);
      weight = 0;
    }
    vans[vans.length - 1].push(parcel);
    weight += parcel.grams;
  }
  return vans;
}

module.exports = { load, postage };
