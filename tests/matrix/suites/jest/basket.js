exports.total = (items) => items.reduce((sum, item) => sum + item.price, 0);
exports.items = (count) => Array.from({ length: count }, (_, n) => ({ name: `item ${n}`, price: n }));
