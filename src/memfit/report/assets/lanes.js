// The strip below the chart: phases, then a row for each lane with the test files that it ran.
const ROW = 18;
const MOST_PHASE_ROWS = 5;
const strip = document.getElementById('strip');
const filesOf = new Map(lanes.map((lane) => [lane.index, said.files.filter((file) => file.lane === lane.index)]));
const rows = [
  ...apart(said.phases.map((phase) => ({ ...phase, text: phase.name, kind: 'phase' })))
    .map((boxes, index) => ({ name: index ? '' : 'phases', boxes })),
  ...lanes.filter((lane) => lane.role !== 'helper' && (filesOf.get(lane.index).length || lane.index < 6)).map((lane) => ({
    name: lane.name,
    lane,
    boxes: filesOf.get(lane.index).map((file) => ({ start: file.start, end: file.end, text: file.file, kind: file.end === null ? 'unended' : file.outcome === 'failed' ? 'failed' : 'file', file })),
  })),
];

// Phases may overlap: each takes the first row that is free when it begins.
function apart(boxes) {
  const taken = [];
  for (const box of boxes) {
    const row = taken.find((one) => (one[one.length - 1].end ?? END) <= box.start);
    if (row) row.push(box);
    else if (taken.length < MOST_PHASE_ROWS) taken.push([box]);
  }
  return taken;
}

function drawStrip() {
  const scale = devicePixelRatio, left = plot.bbox.left / scale, width = plot.bbox.width / scale;
  const height = rows.length * (ROW + 3) + 2;
  strip.width = chartBox.clientWidth * scale; strip.height = height * scale;
  strip.style.width = `${chartBox.clientWidth}px`; strip.style.height = `${height}px`;
  const pen = strip.getContext('2d');
  pen.scale(scale, scale); pen.textBaseline = 'middle'; pen.font = '11px system-ui, sans-serif';
  rows.forEach((row, index) => {
    const y = index * (ROW + 3) + 2;
    pen.fillStyle = css(row.lane && state.spans.some((span) => span[3] === row.lane.index) ? '--accent' : '--muted'); pen.textAlign = 'right';
    pen.fillText(fit(pen, chartBox.clientWidth < 500 ? row.name.replace(/^(.)\w+ (?=\d)/, '$1 ') : row.name, left - 6), left - 5, y + ROW / 2);
    pen.save(); pen.beginPath(); pen.rect(left, y, width, ROW); pen.clip();
    for (const box of row.lane ? row.lane.processes.map(([pid, start, end]) => ({ start, end, kind: 'life' })) : []) drawBox(pen, box, left, width, y, row, 0);
    row.boxes.forEach((box, place) => drawBox(pen, box, left, width, y, row, place));
    pen.restore();
  });
}

function drawBox(pen, box, left, width, y, row, place) {
  const across = (at) => left + ((at - state.from) / (state.to - state.from)) * width;
  const x = across(box.start), wide = Math.max(across(box.end ?? END) - x, 1);
  if (x > left + width || x + wide < left) return;
  const colour = row.lane ? hue(row.lane) : css('--phase');
  const lit = state.spans.some((span) => span[2] === box.text && span[0] === box.start);
  pen.fillStyle = lit ? css('--accent') : { life: faint(css('--line'), 0.5), failed: css('--bad'), unended: css('--bad') }[box.kind] ?? faint(colour, place % 2 ? 0.5 : 0.62);
  if (box.kind === 'life') pen.fillRect(x, y + ROW / 2 - 1, wide, 2);
  else pen.fillRect(x, y, Math.max(wide - (wide > 8 ? 1 : 0), 1), ROW);
  if (box.kind === 'unended') hatch(pen, x, y, wide);
  const seen = Math.max(x, left), room = Math.min(x + wide, left + width) - seen - 8;
  if (box.text && room > 24) {
    pen.fillStyle = lit || box.kind === 'failed' || box.kind === 'unended' ? '#fff' : css('--fg'); pen.textAlign = 'left';
    pen.fillText(fit(pen, box.file ? box.text.split('/').pop() : box.text, room), seen + 4, y + ROW / 2 + 0.5);
  }
}

function hatch(pen, x, y, wide) {
  pen.save(); pen.beginPath(); pen.rect(x, y, wide, ROW); pen.clip();
  pen.strokeStyle = 'rgb(255 255 255 / 0.35)'; pen.lineWidth = 2;
  for (let at = x - ROW; at < x + Math.min(wide, 4000); at += 7) { pen.beginPath(); pen.moveTo(at, y + ROW); pen.lineTo(at + ROW, y); pen.stroke(); }
  pen.restore();
}

function fit(pen, words, width) {
  if (pen.measureText(words).width <= width) return words;
  let cut = words.slice(0, Math.max(Math.floor(width / 5), 1));
  while (cut.length > 1 && pen.measureText(`${cut}…`).width > width) cut = cut.slice(0, -1);
  return `${cut}…`;
}

function boxAt(event) {
  const place = strip.getBoundingClientRect(), row = rows[Math.floor((event.clientY - place.top - 2) / (ROW + 3))];
  const at = instantUnder(event.clientX);
  return row?.boxes.findLast((box) => box.start <= at && at <= (box.end ?? END));
}

strip.addEventListener('pointermove', (event) => {
  const at = instantUnder(event.clientX);
  if (at >= state.from && at <= state.to) setCursor(at);
  const box = boxAt(event);
  strip.style.cursor = box ? 'pointer' : 'default';
  strip.title = box ? `${box.text}, ${duration((box.end ?? END) - box.start)}${box.end === null ? ', never ended' : ''}` : '';
});
strip.addEventListener('click', (event) => {
  const box = boxAt(event);
  if (box) point([[box.start, box.end ?? END, box.text, null]]);
});

// Highlight stretches; look at them too unless they are most of the run.
function point(spans) {
  change({ spans });
  if (!spans.length) return;
  const long = Math.max(...spans.map((span) => span[1])) - Math.min(...spans.map((span) => span[0]));
  if (long < END * 0.5) lookAt(spans); else look(0, END);
}

listeners.push((news) => { if ('from' in news || 'spans' in news) drawStrip(); });
