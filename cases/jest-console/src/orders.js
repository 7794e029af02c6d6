/** Orders of a day; each is said to the console in full, as while somebody was debugging. */
function orders(day, count) {
  return Array.from({ length: count }, (_, n) => {
    const order = {
      number: `${day}-${n}`,
      lines: Array.from({ length: 400 }, (_, line) => ({ sku: `sku-${(n * 7 + line) % 900}`, pieces: (line % 4) + 1, note: "to be packed with care" })),
    };
    console.log(`order ${order.number} ${JSON.stringify(order, null, 2)}`);
    return order;
  });
}

const pieces = (all) => all.flatMap(({ lines }) => lines).reduce((sum, line) => sum + line.pieces, 0);

module.exports = { orders, pieces };
