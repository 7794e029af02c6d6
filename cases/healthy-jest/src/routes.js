/** What the cheapest way from a crossing to each other costs; Infinity where there is none. */
function costs(streets, from) {
  const best = new Array(streets.length).fill(Infinity);
  best[from] = 0;
  // Costs are small whole numbers, so crossings wait in one bucket for each cost.
  const buckets = [[from]];
  for (let now = 0; now < buckets.length; now++) {
    for (const crossing of buckets[now] ?? []) {
      if (best[crossing] < now) continue;
      for (const { to, cost } of streets[crossing]) {
        if (now + cost < best[to]) {
          best[to] = now + cost;
          (buckets[now + cost] ??= []).push(to);
        }
      }
    }
  }
  return best;
}

/** Crossings that can be reached. */
const reachable = (streets, from) => costs(streets, from).filter(Number.isFinite).length;

/** The crossing that is the most expensive to reach. */
function farthest(streets, from) {
  const all = costs(streets, from);
  return all.reduce((best, cost, crossing) => (Number.isFinite(cost) && cost > all[best] ? crossing : best), from);
}

module.exports = { costs, farthest, reachable };
