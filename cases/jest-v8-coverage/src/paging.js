const clients = require("./clients");

/** Requests for so many pages of an operation, each with its number. */
function pages(operation, input, count) {
  return Array.from({ length: count }, (_, page) => clients[operation]({ ...input, page }));
}

module.exports = { pages };
