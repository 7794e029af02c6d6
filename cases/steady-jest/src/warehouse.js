/** All places of a warehouse with what lies there; 330,000 places are about 80 MB of objects. */
function warehouse(places) {
  return Array.from({ length: places }, (_, n) => ({
    place: `hall-${n % 9}-${n}`,
    article: { sku: `sku-${n % 5000}`, pieces: (n * 7) % 90, weights: [n % 3, n % 5, n % 7] },
  }));
}

const pieces = (places) => places.reduce((sum, { article }) => sum + article.pieces, 0);

module.exports = { pieces, warehouse };
