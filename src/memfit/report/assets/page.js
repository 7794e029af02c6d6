// Puts the page together: what happened first, then everything else.
const $ = (id) => document.getElementById(id);

function summary() {
  const { ending, peak, limit, headroom } = said;
  $('kind').textContent = ending.kind;
  $('kind').className = `chip ${ending.of_memory ? 'error' : ending.kind === 'passed' ? 'good' : 'warning'}`;
  $('code').textContent = ending.exit_code === null ? '' : `exit code ${ending.exit_code}`;
  $('sentence').textContent = ending.sentence;
  $('command').textContent = said.run.command;
  $('because').append(...ending.evidence.map((line) => make('li', line)));
  const numbers = [
    ['peak', peak ? size(peak.bytes) : 'not measured', peak ? `${peak.how}, ${peak.source}` : ''],
    ['limit', limit ? size(limit.bytes) : 'none known', limit ? limit.source : ''],
    ['headroom', headroom === null ? '' : headroom > 0 ? size(headroom) : 'none', headroom === null ? '' : peak.how],
    ['elapsed', said.elapsed === null ? 'not known' : duration(said.elapsed), said.complete ? '' : 'not complete'],
  ];
  for (const [name, value, how] of numbers) {
    if (!value) continue;
    const tile = make('div');
    tile.append(make('dt', name), make('dd', value), make('dd', how, { className: 'muted' }));
    $('numbers').append(tile);
  }
}

function details() {
  const { run } = said;
  const facts = {
    'working directory': run.directory, started: run.started, runner: run.runner,
    tools: Object.entries(run.tools).map((pair) => pair.join(' ')).join(', '),
    machine: `${run.machine}, ${run.cores} cores, ${size(run.memory)}`,
    'limited by': run.limited_by, 'processes watched by': run.lifecycle,
    'tree measured by': said.tree.source ? `${said.tree.source} (${said.tree.how})` : '',
    recording: run.recording, memfit: run.memfit,
  };
  for (const [name, fact] of Object.entries(facts)) if (fact) $('facts').append(make('dt', name), make('dd', fact));
  $('notes').append(...[...said.notes, ...said.cut].map((note) => make('li', note)));
  $('rejected').append(...said.rejected.map((one) => {
    const line = make('li');
    line.append(make('strong', one.cause), `: ${one.sentence}`);
    return line;
  }));
  $('considered').hidden = !said.rejected.length;
  $('next').append(...said.next_commands.map((command) => {
    const line = make('li');
    line.append(make('code', command));
    return line;
  }));
}

const THEMES = { auto: 'theme: system', light: 'theme: light', dark: 'theme: dark' };
function theme(name) {
  document.documentElement.dataset.theme = name;
  $('theme').textContent = THEMES[name];
  if (plot) redraw();
}

function redraw() {
  makeChart();
  drawStrip();
  read();
}

summary();
details();
investigation();
findings();
fileTable();
processTable();
theme('auto');
$('theme').addEventListener('click', () => {
  const names = Object.keys(THEMES);
  theme(names[(names.indexOf(document.documentElement.dataset.theme) + 1) % names.length]);
});
$('legend').textContent = [
  'Full colour: V8 heap. Pale: native memory of the same process (resident set without the heap).',
  tree.cache.at.length ? 'Grey on top: page cache that no process maps.' : '',
  'Line: the tree as its counter has it; processes that share pages add up to more.',
  said.marks.some((mark) => mark[1] === 'gc') ? '▲ a heap was collected.' : '',
  said.marks.some((mark) => FATAL.has(mark[1])) ? '✕ killed.' : '',
].filter(Boolean).join(' ');
let wide = chartBox.clientWidth;
redraw();
dearest();
change({ from: 0 });
new ResizeObserver(() => {
  if (chartBox.clientWidth === wide) return;
  wide = chartBox.clientWidth;
  redraw();
}).observe(chartBox);
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
