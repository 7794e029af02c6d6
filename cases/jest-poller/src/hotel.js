/** The rooms of a hotel as they are now. */
const rooms = (count) => Array.from({ length: count }, (_, n) => ({ number: n + 1, free: n % 3 === 0, since: Date.now() - n * 60_000, guests: n % 3 === 0 ? [] : [`guest ${n}`] }));

module.exports = { rooms };
