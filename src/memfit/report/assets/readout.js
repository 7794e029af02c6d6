// Beside the chart: what each process held at the cursor, or where the tree was highest.
const readout = document.getElementById('readout');
const head = make('p', '', { className: 'instant' });
const figures = make('dl');
const held = make('table', undefined, { className: 'held' });
const now = make('p', '', { className: 'muted now' });
const titles = make('tr');
['process', 'V8 heap', 'native'].forEach((name, index) => titles.append(make('th', name, { className: index ? 'number' : '', scope: 'col' })));
held.append(titles);

const readings = lanes.map((lane) => {
  const row = make('tr'), name = make('td'), heap = make('td', '', { className: 'number' }), native = make('td', '', { className: 'number' });
  const box = make('input', undefined, { type: 'checkbox', checked: true, title: 'draw it' });
  box.setAttribute('aria-label', `draw ${lane.name}`);
  box.style.accentColor = hue(lane);
  box.addEventListener('change', () => showLanes((other) => (other === lane ? box.checked : other.shown)));
  const only = make('button', lane.name, { type: 'button', className: 'link', title: 'draw only this one, or all again' });
  only.addEventListener('click', () => {
    const alone = lanes.every((other) => other.shown === (other === lane));
    showLanes((other) => alone || other === lane);
  });
  const command = make('span', '', { className: 'what muted' });
  name.append(box, only, command);
  row.append(name, heap, native);
  held.append(row);
  return { lane, row, box, heap, native, command };
});
readout.append(head, figures, held, now);

function aliveAt(lane, at) {
  return lane.processes.filter(([, start, end]) => start <= at && at <= (end ?? END));
}

function figure(name, value) {
  figures.append(make('dt', name), make('dd', value));
}

function read() {
  const pointing = state.cursor !== null && state.from <= state.cursor && state.cursor <= state.to;
  const at = pointing ? state.cursor : highest();
  head.textContent = `at ${instant(at, (state.to - state.from) / 500)}${pointing ? '' : `, the highest ${whole() ? 'of all' : 'in view'}`}`;
  figures.replaceChildren();
  if (tree.usage.at.length) figure('tree', size(valueAt(tree.usage, at)));
  if (tree.needed.at.length) figure('needed', size(valueAt(tree.needed, at)));
  if (tree.cache.at.length) figure('page cache', size(valueAt(tree.cache, at)));
  for (const { lane, row, box, heap, native, command } of readings) {
    const rss = valueAt(lane.rss, at), inside = Math.min(valueAt(lane.heap, at), rss);
    const alive = aliveAt(lane, at);
    heap.textContent = lane.heap.at.length && rss ? size(inside) : '';
    native.textContent = rss ? size(rss - inside) : '';
    command.textContent = alive.length === 1 ? `${lane.processes.length > 1 ? `${alive[0][0]} ` : ''}${said.commands[alive[0][3]]}` : alive.length ? `${alive.length} at once` : '';
    row.classList.toggle('gone', !rss);
    row.classList.toggle('lit', state.spans.some((span) => span[3] === lane.index));
    box.checked = lane.shown;
  }
  now.textContent = happening(at);
}

// When the tree was highest in view.
function highest() {
  const series = tree.usage.at.length ? tree.usage : state.sum;
  let best = Math.max(before(series, state.from), 0);
  for (let index = best; index < series.at.length && series.at[index] <= state.to; index += 1) {
    if (series.value[index] > series.value[best]) best = index;
  }
  return Math.max(series.at[best] ?? 0, state.from);
}

// Files, phases and marks at an instant, in words.
function happening(at) {
  const within = (one) => one.start <= at && at <= (one.end ?? END);
  const files = said.files.filter(within), near = ((state.to - state.from) / plot.over.clientWidth) * 4;
  return [
    ...new Set(said.phases.filter(within).map((phase) => phase.name)),
    ...files.slice(0, 4).map((file) => file.file), ...(files.length > 4 ? [`${files.length - 4} more files`] : []),
    ...said.marks.filter((mark) => Math.abs(mark[0] - at) <= near).slice(0, 4).map((mark) => mark[2]),
  ].join(' · ');
}

listeners.push((news) => {
  if (!['cursor', 'sum', 'from', 'spans'].some((what) => what in news)) return;
  read();
  if (!news.aloud) return;
  state.aloud = false;
  document.getElementById('said').textContent = `${head.textContent}: ${size(valueAt(tree.usage, state.cursor))}. ${now.textContent}`;
});
