// Findings: what each rests on lights up on the timeline while it has the focus, or once clicked.

function finding(one, place) {
  const card = make('article', undefined, { className: `finding ${one.level}`, tabIndex: 0 });
  card.setAttribute('aria-label', `${one.cause}, ${one.basis}`);
  const title = make('h3');
  title.append(make('span', one.cause), make('span', one.level, { className: `chip ${one.level}` }), make('span', one.basis, { className: 'chip plain', title: BASES[one.basis] }));
  const rest = make('details', undefined, { open: place === 0 });
  rest.append(make('summary', 'evidence and remedies', { className: 'muted' }));
  card.append(title, make('p', one.sentence), rest);
  if (Object.keys(one.culprit).length) {
    const who = make('dl', undefined, { className: 'facts' });
    for (const [name, fact] of Object.entries(one.culprit)) who.append(make('dt', name), make('dd', fact));
    rest.append(who);
  }
  const evidence = make('table', undefined, { className: 'evidence' });
  for (const item of one.evidence) {
    const row = make('tr');
    row.append(make('td', item.what), make('td', item.number, { className: 'number' }), make('td', item.how, { className: 'muted' }), make('td', item.source, { className: 'muted' }));
    evidence.append(row);
  }
  rest.append(evidence);
  for (const remedy of one.remedies) {
    const advice = make('div', undefined, { className: 'remedy' });
    advice.append(make('p', remedy.what), make('pre', remedy.how));
    if (remedy.tried !== null) advice.append(make('span', remedy.holds ? 'tried here: holds' : 'tried here: does not hold', { className: `chip ${remedy.holds ? 'good' : 'warning'}` }), make('span', ` ${remedy.tried}`, { className: 'muted' }));
    rest.append(advice);
  }
  if (one.experiment) rest.append(make('p', `What would prove it: ${one.experiment}`));
  if (one.confused_with.length) rest.append(make('p', `Not to be confused with: ${one.confused_with.join(', ')}`, { className: 'muted' }));
  if (/^https:\/\//.test(one.page)) rest.append(make('a', `about ${one.cause}`, { href: one.page, rel: 'noreferrer' }));
  if (one.spans.length) {
    const light = () => point(one.spans);
    card.addEventListener('focus', light);
    const show = make('button', 'show on the timeline', { type: 'button' });
    show.addEventListener('click', () => { light(); toChart(); chartBox.focus({ preventScroll: true }); });
    card.append(show);
  }
  return card;
}

const BASES = {
  measured: 'an experiment or a counter proves it',
  inferred: 'the recording fits it and nothing else that was checked',
  conjecture: 'plausible, not tested',
};

function findings() {
  const box = document.getElementById('findings');
  if (!said.findings.length) box.append(make('p', said.ending.of_memory ? 'No cause could be told from this recording.' : 'Nothing is wrong with memory, as far as this recording tells.', { className: 'muted' }));
  box.append(...said.findings.map(finding));
}
