// A dictionary: every word with its meanings, read once and then only asked.
const SYLLABLES = ["ba", "co", "di", "fu", "ga", "he", "ji", "ko", "lu", "mi", "no", "pe"];

const word = (n) => SYLLABLES[n % 12] + SYLLABLES[Math.floor(n / 12) % 12] + SYLLABLES[Math.floor(n / 144) % 12] + Math.floor(n / 1728);

const entries = new Map(Array.from({ length: 350_000 }, (_, n) => [word(n), { word: word(n), meanings: [`first of ${n}`, `second of ${n}`], rank: n }]));

const look = (text) => entries.get(text);

module.exports = { look, size: () => entries.size, word };
