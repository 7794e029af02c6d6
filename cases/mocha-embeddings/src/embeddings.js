// Words as vectors, all in one typed array; what is near in meaning is near in space.
const WIDTH = 256;

/** A table of so many vectors; 110,000 are 215 MB. */
function table(count) {
  const numbers = new Float64Array(count * WIDTH);
  for (let n = 0; n < numbers.length; n++) numbers[n] = ((n * 2_654_435_761) % 2_000) / 1_000 - 1;
  return numbers;
}

const vector = (all, n) => all.subarray(n * WIDTH, (n + 1) * WIDTH);

const product = (a, b) => a.reduce((sum, each, n) => sum + each * b[n], 0);

/** A copy of the vectors in which each has the length 1. */
function normalized(all, from, count) {
  const copy = all.slice(from * WIDTH, (from + count) * WIDTH);
  for (let n = 0; n < count; n++) {
    const one = copy.subarray(n * WIDTH, (n + 1) * WIDTH);
    const length = Math.sqrt(product(one, one));
    for (let k = 0; k < WIDTH; k++) one[k] /= length;
  }
  return copy;
}

module.exports = { normalized, product, table, vector };
