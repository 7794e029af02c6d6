// What the page knows about time: the lanes, what is in view, and who wants to hear of a change.
const lanes = said.lanes.map((lane, index) => ({
  ...lane, index, rss: unpack(lane.rss), heap: unpack(lane.heap), shown: true,
}));
const tree = {
  usage: unpack(said.tree.usage),
  needed: unpack(said.tree.anonymous),
  cache: unpack(said.tree.page_cache),
};
const END = Math.max(said.end, 0.001);
const SHORTEST = 0.02;

const state = { from: 0, to: END, cursor: null, spans: [], sum: added(lanes.map((lane) => lane.rss)) };
const listeners = [];

// Tell everyone what changed, once a frame.
let waiting = null;
function change(what) {
  Object.assign(state, what);
  if (waiting) { Object.assign(waiting, what); return; }
  waiting = { ...what };
  requestAnimationFrame(() => {
    const news = waiting;
    waiting = null;
    listeners.forEach((listener) => listener(news));
  });
}

function look(from, to) {
  const width = Math.min(Math.max(to - from, SHORTEST), END);
  const start = Math.min(Math.max(from, 0), END - width);
  change({ from: start, to: start + width });
}

// Bring a stretch into view with some room around it, unless most of it fills the view already.
function lookAt(spans) {
  const start = Math.min(...spans.map((span) => span[0])), end = Math.max(...spans.map((span) => span[1]));
  const room = Math.max((end - start) * 0.15, SHORTEST);
  look(start - room, end + room);
}

function showLanes(shown) {
  lanes.forEach((lane) => { lane.shown = shown(lane); });
  change({ sum: added(lanes.filter((lane) => lane.shown).map((lane) => lane.rss)) });
}

const everyone = () => lanes.every((lane) => lane.shown);

// What the layers hold at an instant. The page cache that processes map is in their resident sets
// already; only the rest of it is a layer.
function outside(usage, cache, resident) {
  return everyone() ? Math.max(Math.min(cache, usage - resident), 0) : 0;
}

function columns(width) {
  const at = instants([state.sum, tree.usage], state.from, state.to, width);
  const layers = lanes.map((lane) => {
    const rss = readAt(lane.rss, at), heap = readAt(lane.heap, at);
    return lane.shown
      ? { heap: heap.map((bytes, i) => Math.min(bytes, rss[i])), native: rss.map((bytes, i) => Math.max(bytes - heap[i], 0)) }
      : { heap: heap.fill(0), native: rss.fill(0) };
  });
  const usage = readAt(tree.usage, at), cache = readAt(tree.cache, at);
  const resident = readAt(state.sum, at);
  return { at, layers, usage, cache: cache.map((bytes, i) => outside(usage[i], bytes, resident[i])) };
}

function instant(at, step = 0.1) {
  const digits = step < 0.01 ? 3 : step < 0.1 ? 2 : step < 1 ? 1 : 0;
  if (END < 120) return `${at.toFixed(digits)} s`;
  return clock(at, digits);
}

function duration(seconds) {
  if (seconds === null || seconds === undefined) return '';
  if (seconds < 0.9995) return `${(seconds * 1000).toFixed(0)} ms`;
  if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(Math.round(seconds) / 60)} min ${Math.round(seconds) % 60} s`;
}
