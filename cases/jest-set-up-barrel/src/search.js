const FIELDS = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`field${n * 4}`, n]));

/** Ask for what a person typed: how many there are, and the first of them. */
function search(api, text) {
  const values = { ...FIELDS, field1: text.trim() };
  api.count(values);
  api.get(values);
}

module.exports = { search };
