// What was investigated: the remedy first, then the hypotheses, and what each experiment measured.
const VERDICTS = { confirmed: 'error', rejected: 'plain', undecided: 'warning', untested: 'plain' };
const CLAIMS = {
  confirmed: 'an experiment proves it',
  rejected: 'an experiment or the recording rules it out',
  undecided: 'it was tested, and the result fits neither way',
  untested: 'no experiment was made of it',
};

function copyable(text) {
  const box = make('div', undefined, { className: 'copyable' }), shown = make('pre', text);
  const button = make('button', 'copy', { type: 'button' });
  button.addEventListener('click', async () => {
    getSelection().selectAllChildren(shown);
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'copied';
    } catch {
      button.textContent = 'selected'; // a browser that keeps the clipboard to itself
    }
  });
  box.append(shown, button);
  return box;
}

// A row with a bar: from nothing to the value, a tick for each run, a line at the limit.
function bar(name, values, shown, most, { limit = null, style = '' } = {}) {
  const row = make('div', undefined, { className: 'bar' }), track = make('div', undefined, { className: `track ${style}` });
  const part = (value) => `${Math.min((100 * value) / (most || 1), 100)}%`;
  const add = (kind) => track.appendChild(make('i', undefined, { className: kind }));
  if (values.length) add('fill').style.width = part(Math.max(...values));
  if (values.length > 1) for (const value of values) add('run').style.left = part(value);
  if (limit !== null && limit <= most) add('limit').style.left = part(limit);
  track.setAttribute('aria-hidden', 'true');
  row.append(make('span', name, { className: 'muted' }), track, make('span', shown, { className: 'value' }));
  return row;
}

function verdict(conclusion) {
  return make('span', conclusion, { className: `chip ${VERDICTS[conclusion]}`, title: CLAIMS[conclusion] });
}

function plainTable(heads, rows) {
  const scroll = make('div', undefined, { className: 'scroll stacked' }), table = make('table'), top = make('thead'), row = make('tr'), body = make('tbody');
  row.append(...heads.map((head) => make('th', head, { scope: 'col' })));
  top.append(row);
  for (const cells of rows) {
    const line = make('tr');
    cells.forEach((content, index) => {
      const cell = make(index ? 'td' : 'th', undefined, index ? {} : { scope: 'row' });
      cell.dataset.head = heads[index];
      cell.append(...[content].flat());
      line.append(cell);
    });
    body.append(line);
  }
  table.append(top, body);
  scroll.append(table);
  return scroll;
}

const together = (found) => [...new Set(found.experiments.map((one) => one.id))].map((id) => found.experiments.filter((one) => one.id === id));

function hypothesisTable(found) {
  const made = new Map(together(found).map(([one], place) => [one.id, place]));
  return plainTable(['hypothesis', 'verdict', 'why', 'experiments'], found.hypotheses.map((one) => [
    make('code', one.cause), verdict(one.conclusion), one.sentence,
    one.experiments.flatMap((id) => [made.has(id) ? make('a', id, { href: `#experiment-${made.get(id)}` }) : make('code', id), ' ']),
  ]));
}

// One run may answer several questions: they stand in one card, with its numbers once.
function experimentCard(questions, place) {
  const [one] = questions, card = make('article', undefined, { className: 'experiment', id: `experiment-${place}` });
  const title = make('h4');
  title.append(make('span', one.what));
  if (!one.made) title.append(make('span', `not made; costs ${one.cost} runs`, { className: 'chip plain' }));
  card.append(title);
  const facts = make('dl', undefined, { className: 'facts' });
  for (const asked of questions) {
    const answer = make('dd', `${asked.predicted} `);
    if (asked.made) answer.append(verdict(asked.conclusion));
    if (asked.hypotheses.length) facts.append(make('dt', 'tests'), make('dd', asked.hypotheses.join(', ')));
    facts.append(make('dt', 'predicted'), answer);
  }
  for (const seen of new Set(questions.map((asked) => asked.sentence))) if (seen) facts.append(make('dt', 'seen'), make('dd', seen));
  card.append(facts);
  for (const number of new Map(questions.flatMap((asked) => asked.numbers).map((number) => [number.what, number])).values()) {
    const sides = [['before', number.before], ['after', number.after]].filter(([, side]) => side !== null);
    const most = Math.max(...sides.map(([, side]) => side.value)), group = make('div', undefined, { className: 'bars' });
    group.append(make('p', `${number.what} (${number.how})`, { className: 'muted' }));
    group.append(...sides.map(([name, side]) => bar(name, [side.value], side.text, most, { style: name })));
    if (sides.length) card.append(group);
  }
  const how = make('details');
  how.append(make('summary', 'command and recordings', { className: 'muted' }), copyable(one.command));
  if (one.options.length) how.append(make('p', `memfit run ${one.options.join(' ')}`, { className: 'muted' }));
  if (one.recordings.length) how.append(make('p', `recordings: ${one.recordings.join(', ')}`, { className: 'muted' }));
  card.append(how);
  return card;
}

function remedyTable(found) {
  const { before } = found, highest = Math.max(before.peak ?? 0, ...found.tried.flatMap((one) => one.peaks));
  const near = found.limit !== null && found.limit <= 2 * highest; // the memory of the machine says nothing here
  const limit = near ? found.limit : null, most = Math.max(highest, limit ?? 0);
  const bars = (one) => {
    const box = make('div', undefined, { className: 'bars' });
    if (before.peak !== null) box.append(bar('as it is', [before.peak], `${size(before.peak)}${before.cut ? ', died' : ''}`, most, { limit, style: 'before' }));
    if (!one.peaks.length) return box;
    const low = size(Math.min(...one.peaks)), high = size(Math.max(...one.peaks));
    box.append(bar('changed', one.peaks, low === high ? high : `${low} to ${high}`, most, { limit, style: 'after' }));
    return box;
  };
  const same = { true: 'yes', false: 'no', null: 'not known' };
  return plainTable(['remedy', 'result', 'same tests', 'peak of the tree', 'time', 'seen'], found.tried.map((one) => [
    [make('span', one.what), ...one.lines.map((line) => make('pre', line))],
    [make('span', one.holds ? 'holds' : 'rejected', { className: `chip ${one.holds ? 'good' : 'warning'}` }), ` ${one.runs} run${one.runs === 1 ? '' : 's'}`],
    same[one.same_tests], bars(one), one.time_ratio === null ? '' : make('span', `× ${one.time_ratio.toFixed(2)}`, { className: 'value' }), one.sentence,
  ]));
}

function pressureBars(found) {
  const most = Math.max(found.before.peak ?? 0, ...found.pressure.map((step) => step.limit)), box = make('div', undefined, { className: 'bars wide' });
  if (found.before.peak !== null) box.append(bar('no limit', [found.before.peak], `peak ${size(found.before.peak)}`, most, { style: 'before' }));
  box.append(...found.pressure.map((step) => bar(size(step.limit), [step.limit], `${Math.round(100 * step.share)} % of the peak: ${step.ending}`, most, { style: step.died ? 'died' : 'after' })));
  return box;
}

function investigation() {
  const found = said.investigation;
  if (!found) return;
  $('investigation').hidden = false;
  $('outcome').textContent = found.outcome;
  $('cost').textContent = found.cost;
  if (found.remedy) {
    const cure = make('article', undefined, { className: 'finding good' });
    cure.append(make('h3', `Remedy that holds: ${found.remedy.what}`), copyable(found.remedy.lines.join('\n')), make('p', found.remedy.effect), make('p', 'The command with it:', { className: 'muted' }), copyable(found.remedy.command));
    $('cure').append(cure);
  }
  const part = (title, some, ...content) => { if (some.length) $('asked').append(make('h3', title), ...content); };
  part('Hypotheses', found.hypotheses, hypothesisTable(found));
  part(found.experiments.some((one) => one.made) ? 'Experiments' : 'Experiments that would be made', found.experiments, ...together(found).map(experimentCard));
  part('Remedies tried', found.tried, remedyTable(found));
  part('Pressure', found.pressure, pressureBars(found));
  const list = make('ul');
  list.append(...found.unchecked.map((one) => make('li', one)));
  part('Not checked', found.unchecked, list);
}
