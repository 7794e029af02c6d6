const KINDS = ["grass", "sand", "rock", "water", "snow"];

/** A square world: for each place what it is made of, how high it lies, and where one can go from it. */
function makeWorld(seed, size) {
  const first = [...seed].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 9973, 7);
  return Array.from({ length: size * size }, (_, n) => ({
    at: { x: n % size, y: Math.floor(n / size) },
    kind: KINDS[(first * (n + 3)) % KINDS.length],
    height: ((first + n) * 17) % 211,
    exits: [n - size, n + 1, n + size, n - 1].filter((other) => other >= 0 && other < size * size),
  }));
}

/** Places that can be reached on dry land. */
function reachable(world, from) {
  const seen = new Set([from]);
  const queue = [from];
  while (queue.length > 0) {
    for (const next of world[queue.pop()].exits) {
      if (seen.has(next) || world[next].kind === "water") continue;
      seen.add(next);
      queue.push(next);
    }
  }
  return seen.size;
}

module.exports = { makeWorld, reachable };
