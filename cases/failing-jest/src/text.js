/** The first so many characters of a text, cut at a space. */
function shorten(text, most) {
  if (text.length <= most) return text;
  return `${text.slice(0, text.lastIndexOf(" ", most - 1))}…`;
}

const words = (text) => text.split(" ").filter(Boolean);

module.exports = { shorten, words };
