/** Lines of a feed: each is made, read and forgotten. */
function* lines(count, seed) {
  for (let n = 0; n < count; n++) yield JSON.stringify({ id: n, seed, tags: [`tag-${n % 50}`, `seed-${seed}`], text: `entry ${n} `.repeat(12) });
}

/** How often each tag appears. */
function tags(feed) {
  const counts = new Map();
  for (const line of feed) {
    for (const tag of JSON.parse(line).tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return counts;
}

module.exports = { lines, tags };
