/** All entries of a service that gives them page after page. */
function all(service) {
  const entries = [];
  let next = "first";
  while (next) {
    const page = service.page(next);
    entries.push(...page.entries.map((entry) => ({ ...entry, page: next })));
    next = page.next;
  }
  return entries;
}

module.exports = { all };
