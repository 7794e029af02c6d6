// The chart: layers on one another, drawn by uPlot, and over them the limit, marks and highlights.
const HUES = ['#4e79a7', '#f28e2b', '#59a14f', '#b07aa1', '#2f9e9a', '#d8b126', '#9c755f', '#f0808c', '#6b6ecf', '#8ca252', '#8c959f'];
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const chartBox = document.getElementById('chart');
let plot = null;

// A colour nearer to the background: native memory beside V8's heap of the same process.
function faint(hex, share = 0.5) {
  const [a, b] = [hex, css('--bg')].map((colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16)));
  return `rgb(${a.map((part, i) => Math.round(part * share + b[i] * (1 - share))).join(' ')})`;
}
const hue = (lane) => HUES[lane.index % HUES.length];

// Lowest layer first; each knows how to find its column.
const LAYERS = [
  ...lanes.flatMap((lane) => [
    ...(lane.heap.at.length ? [{ lane, kind: 'heap', colour: () => hue(lane) }] : []),
    { lane, kind: 'native', colour: () => faint(hue(lane)) },
  ]),
  { lane: null, kind: 'cache', colour: () => css('--cache') },
];

function stacked() {
  const drawn = columns(Math.max(Math.round(chartBox.clientWidth), 100));
  let sum = new Float64Array(drawn.at.length);
  const sums = LAYERS.map((layer) => {
    const bytes = layer.lane ? drawn.layers[layer.lane.index][layer.kind] : drawn.cache;
    sum = sum.map((below, i) => below + bytes[i]);
    return sum;
  });
  // The highest is painted first and the lower ones over it.
  return [drawn.at, ...sums.reverse(), everyone() ? drawn.usage : drawn.usage.fill(0)];
}

// The tree's limit; V8's, while only one lane is drawn.
function limitInForce() {
  if (everyone()) return said.limit && { bytes: said.limit.bytes, words: `limit ${size(said.limit.bytes)}` };
  const shown = lanes.filter((lane) => lane.shown), bytes = shown.length === 1 ? shown[0].heap_limit : null;
  return bytes === null ? null : { bytes, words: `V8's heap limit ${size(bytes)}` };
}

function top(data) {
  let most = 1 << 20;
  for (const series of [data[1], data[data.length - 1]]) for (const bytes of series) if (bytes > most) most = bytes;
  const limit = limitInForce();
  return (limit && limit.bytes < 2 * most ? Math.max(most, limit.bytes) : most) * 1.06;
}

const gutter = () => (chartBox.clientWidth < 500 ? 68 : 86);

function makeChart() {
  if (plot) plot.destroy();
  const data = stacked();
  const stepped = uPlot.paths.stepped({ align: 1 });
  const layers = LAYERS.map((layer) => ({ fill: layer.colour(), stroke: layer.colour(), width: 0.5, paths: stepped, points: { show: false } }));
  const axis = { stroke: css('--muted'), font: '12px system-ui, sans-serif', grid: { stroke: css('--grid'), width: 1 }, ticks: { show: false } };
  plot = new uPlot({
    width: chartBox.clientWidth, height: chartBox.clientWidth < 500 ? 260 : 360, padding: [14, 22, 0, 0],
    legend: { show: false },
    scales: { x: { time: false, range: () => [state.from, state.to] }, y: { range: () => [0, top(plot ? plot.data : data)] } },
    axes: [
      { ...axis, size: 28, space: 70, incrs: [1, 2, 5].flatMap((n) => [0.001, 0.01, 0.1].map((f) => n * f)).concat(1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200).sort((a, b) => a - b),
        values: (u, splits, _, __, step) => splits.map((at) => instant(at, step)) },
      { ...axis, size: gutter(), incrs: Array.from({ length: 30 }, (_, n) => 2 ** (n + 16)), values: (u, splits) => splits.map((bytes) => (bytes ? size(bytes) : '0')) },
    ],
    series: [{}, ...layers.reverse(), { stroke: css('--tree'), width: 1, paths: stepped, points: { show: false } }],
    cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false }, bind: { dblclick: () => () => { look(0, END); return null; } } },
    hooks: { drawSeries: [], draw: [over], setSelect: [selected], setCursor: [pointed] },
  }, data, chartBox);
}

function selected(u) {
  const { left, width } = u.select;
  if (width < 4) return;
  const from = u.posToVal(left, 'x'), to = u.posToVal(left + width, 'x');
  u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  look(from, to);
}

function pointed(u) {
  if (u.cursor.left >= 0) change({ cursor: u.posToVal(u.cursor.left, 'x') });
}

function over(u) {
  const pen = u.ctx, scale = devicePixelRatio;
  const { left, top: above, width, height } = u.bbox;
  pen.save();
  pen.beginPath(); pen.rect(left, above - 14 * scale, width, height + 14 * scale); pen.clip();
  for (const [start, end] of state.spans) {
    const x = u.valToPos(start, 'x', true), wide = Math.max(u.valToPos(end, 'x', true) - x, 2 * scale);
    pen.fillStyle = css('--glow'); pen.fillRect(x, above, wide, height);
    pen.fillStyle = css('--accent'); pen.fillRect(x, above - 3 * scale, wide, 3 * scale);
  }
  drawLimit(u, pen, scale);
  drawMarks(u, pen, scale);
  pen.restore();
}

function drawLimit(u, pen, scale) {
  const limit = limitInForce();
  if (!limit) return;
  const { left, width } = u.bbox, y = u.valToPos(limit.bytes, 'y', true);
  const shown = limit.bytes <= u.scales.y.max;
  pen.strokeStyle = pen.fillStyle = css('--bad');
  if (shown) {
    pen.lineWidth = 1.5 * scale; pen.setLineDash([7 * scale, 5 * scale]);
    pen.beginPath(); pen.moveTo(left, y); pen.lineTo(left + width, y); pen.stroke(); pen.setLineDash([]);
  }
  pen.font = `${12 * scale}px system-ui, sans-serif`; pen.textAlign = 'left'; pen.textBaseline = 'bottom';
  pen.fillText(shown ? limit.words : `${limit.words} is above ↑`, left + 6 * scale, shown ? Math.max(y - 3 * scale, 14 * scale) : u.bbox.top + 16 * scale);
}

const FATAL = new Set(['kill', 'oom']);
function drawMarks(u, pen, scale) {
  const { left, top: above, width, height } = u.bbox;
  const gap = said.marks.filter((mark) => mark[1] === 'gc' && mark[0] >= state.from && mark[0] <= state.to).length > width / scale / 14 ? 14 : 5;
  let last = -Infinity;
  for (const [at, kind] of said.marks) {
    const x = u.valToPos(at, 'x', true);
    if (x < left - 1 || x > left + width + 1) continue;
    if (kind === 'gc') {
      if (x - last < gap * scale) continue;
      last = x;
      pen.fillStyle = css('--tree');
      triangle(pen, x, above + height, 4 * scale, -1);
    } else if (FATAL.has(kind)) {
      pen.strokeStyle = pen.fillStyle = css('--bad'); pen.lineWidth = 1.5 * scale;
      pen.beginPath(); pen.moveTo(x, above); pen.lineTo(x, above + height); pen.stroke();
      pen.font = `bold ${14 * scale}px system-ui, sans-serif`; pen.textAlign = 'center'; pen.textBaseline = 'bottom';
      pen.fillText('✕', Math.min(x, left + width - 6 * scale), above + 1 * scale);
    } else if (kind === 'peak' && everyone()) {
      const y = u.valToPos(valueAt(tree.usage, at), 'y', true);
      pen.fillStyle = css('--fg'); pen.beginPath(); pen.arc(x, y, 4 * scale, 0, 7); pen.fill();
    }
  }
}

function triangle(pen, x, y, long, way) {
  pen.beginPath(); pen.moveTo(x, y + way * 1.6 * long); pen.lineTo(x - long, y); pen.lineTo(x + long, y); pen.fill();
}

listeners.push((news) => {
  if ('from' in news || 'sum' in news) plot.setData(stacked());
  else if ('spans' in news) plot.redraw(false, false);
});
