// All clients behind one door, so that nobody has to know which service answers.
module.exports = {
  ...require("../generated/billing"),
  ...require("../generated/catalogue"),
  ...require("../generated/identity"),
  ...require("../generated/search"),
};
