/** Days between two dates, whichever comes first. */
const daysBetween = (a, b) => Math.round(Math.abs(new Date(a) - new Date(b)) / 86_400_000);

const weekday = (date) => ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"][new Date(date).getUTCDay()];

module.exports = { daysBetween, weekday };
