// Moving in time: by wheel, by two fingers, by keys, by buttons. Dragging is uPlot's.
function zoom(factor, around = (state.from + state.to) / 2) {
  look(around - (around - state.from) * factor, around + (state.to - around) * factor);
}

const move = (share) => look(state.from + share * (state.to - state.from), state.to + share * (state.to - state.from));
const whole = () => state.to - state.from > END * 0.999;

function instantUnder(clientX) {
  const box = plot.over.getBoundingClientRect();
  return state.from + ((clientX - box.left) / box.width) * (state.to - state.from);
}

chartBox.addEventListener('wheel', (event) => {
  const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
  // At the whole run there is nothing to zoom out to: the page scrolls on.
  if (whole() && (sideways || event.deltaY > 0)) return;
  event.preventDefault();
  if (sideways) move((event.deltaX || event.deltaY) / 1000);
  else zoom(Math.exp(Math.max(Math.min(event.deltaY, 200), -200) / 400), instantUnder(event.clientX));
}, { passive: false });

const fingers = new Map();
let pinched = null;
chartBox.addEventListener('pointerdown', (event) => { if (event.pointerType === 'touch') fingers.set(event.pointerId, event.clientX); });
chartBox.addEventListener('pointermove', (event) => {
  if (!fingers.has(event.pointerId)) return;
  fingers.set(event.pointerId, event.clientX);
  if (fingers.size !== 2) return;
  const [a, b] = [...fingers.values()];
  const now = { wide: Math.max(Math.abs(a - b), 20), middle: (a + b) / 2 };
  if (pinched) {
    zoom(pinched.wide / now.wide, instantUnder(now.middle));
    move((pinched.middle - now.middle) / plot.over.clientWidth);
  }
  pinched = now;
});
for (const over of ['pointerup', 'pointercancel', 'pointerleave']) {
  chartBox.addEventListener(over, (event) => { fingers.delete(event.pointerId); pinched = null; });
}

function step(columns) {
  const width = plot.over.clientWidth, seconds = (state.to - state.from) / width;
  const from = state.cursor ?? said.peak_at ?? state.from;
  setCursor(Math.min(Math.max(from + columns * seconds, 0), END), true);
}

// Puts the cursor at an instant and brings it into view; says it aloud if a key did it.
function setCursor(at, aloud) {
  if (at < state.from || at > state.to) look(at - (state.to - state.from) / 2, at + (state.to - state.from) / 2);
  const left = ((at - state.from) / (state.to - state.from)) * plot.over.clientWidth;
  plot.setCursor({ left, top: 10 }, false);
  change({ cursor: at, aloud: Boolean(aloud) });
}

function nextMark(way) {
  const here = state.cursor ?? (way > 0 ? -1 : END + 1);
  const others = said.marks.filter((mark) => mark[1] !== 'gc' && (mark[0] - here) * way > 1e-6);
  if (others.length) setCursor(others[way > 0 ? 0 : others.length - 1][0], true);
}

const KEYS = {
  ArrowLeft: (fast) => step(fast ? -50 : -5), ArrowRight: (fast) => step(fast ? 50 : 5),
  '+': () => zoom(0.5, state.cursor ?? undefined), '=': () => zoom(0.5, state.cursor ?? undefined),
  '-': () => zoom(2, state.cursor ?? undefined), _: () => zoom(2, state.cursor ?? undefined),
  '[': () => nextMark(-1), ']': () => nextMark(1), Home: () => look(0, END), Escape: () => look(0, END),
};
chartBox.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) return;
  event.preventDefault();
  KEYS[event.key](event.shiftKey);
});

for (const [id, act] of Object.entries({ in: () => zoom(0.5), out: () => zoom(2), left: () => move(-0.5), right: () => move(0.5), all: () => look(0, END) })) {
  document.getElementById(id).addEventListener('click', act);
}

listeners.push((news) => {
  if (!('from' in news)) return;
  const range = whole() ? `all of ${duration(END)}` : `${instant(state.from, (state.to - state.from) / 20)} to ${instant(state.to, (state.to - state.from) / 20)}`;
  document.getElementById('range').textContent = range;
});
