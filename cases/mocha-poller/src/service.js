/** The state of a service and of each of its parts, as its status page would give it. */
const status = (parts = 4_000) => ({
  up: true,
  parts: Array.from({ length: parts }, (_, n) => ({ name: `part-${n}`, load: (n * 37) % 100, since: Date.now() - n })),
});

const busiest = ({ parts }) => parts.reduce((best, each) => (each.load > best.load ? each : best));

module.exports = { busiest, status };
