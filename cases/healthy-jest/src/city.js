// A city of crossings on a square grid; some streets are closed.

/** A grid of size x size crossings; each is a node with its neighbours and what the way there costs. */
function city(size, seed) {
  const cost = (a, b) => 1 + ((a * 31 + b * 17 + seed * 7) % 9);
  const open = (a, b) => (a * 13 + b * 7 + seed) % 11 !== 0;
  return Array.from({ length: size * size }, (_, crossing) => {
    const x = crossing % size;
    const near = [];
    if (x > 0) near.push(crossing - 1);
    if (x < size - 1) near.push(crossing + 1);
    if (crossing >= size) near.push(crossing - size);
    if (crossing < size * (size - 1)) near.push(crossing + size);
    return near
      .filter((other) => open(Math.min(crossing, other), Math.max(crossing, other)))
      .map((to) => ({ to, cost: cost(Math.min(crossing, to), Math.max(crossing, to)) }));
  });
}

module.exports = { city };
