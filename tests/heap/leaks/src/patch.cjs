const path = require('node:path');
const bigTable = Array.from({ length: 200_000 }, (_, i) => i + 0.5);
exports.wrap = function wrap() {
  const original = path.join;
  path.join = function tracedJoin(...parts) { bigTable.last = parts; return original(...parts); };
};
