// A table that sorts by any column and, if it is long, can be searched and is shown in parts.
const FIRST = 25;

function sortable(box, columns, rows, { pick, name }) {
  let by = columns.findIndex((column) => column.first), up = false, wanted = '', most = FIRST;
  const table = make('table'), row = make('tr'), body = make('tbody'), top = make('thead');
  const heads = columns.map((column, index) => {
    const cell = make('th', undefined, { scope: 'col', className: column.number ? 'number' : '' });
    const button = make('button', column.name, { type: 'button', title: column.about ?? '' });
    button.addEventListener('click', () => { up = by === index ? !up : !column.number; by = index; draw(); });
    cell.append(button);
    row.append(cell);
    return cell;
  });
  top.append(row); table.append(top, body);
  const search = make('input', undefined, { type: 'search', placeholder: `filter ${name}` });
  search.setAttribute('aria-label', `filter ${name}`);
  search.addEventListener('input', () => { wanted = search.value.toLowerCase(); most = FIRST; draw(); });
  const count = make('span', '', { className: 'muted' });
  const more = make('button', '', { type: 'button' });
  more.addEventListener('click', () => { most = Infinity; draw(); });
  const tools = make('p', undefined, { className: 'tools' }), scroll = make('div', undefined, { className: 'scroll' });
  tools.append(search, count);
  if (rows.length > 8) box.append(tools);
  scroll.append(table);
  box.append(scroll, more);

  function compare(a, b) {
    const column = columns[by], x = column.of(a), y = column.of(b);
    if (x === null || x === undefined || y === null || y === undefined) return (x ?? null) === null ? ((y ?? null) === null ? 0 : 1) : -1;
    const order = typeof x === 'number' ? x - y : String(x).localeCompare(String(y));
    return up ? order : -order;
  }

  function draw() {
    heads.forEach((cell, index) => cell.setAttribute('aria-sort', index === by ? (up ? 'ascending' : 'descending') : 'none'));
    const found = rows.filter((one) => !wanted || columns.some((column) => String(column.of(one) ?? '').toLowerCase().includes(wanted)));
    if (by >= 0) found.sort(compare);
    count.textContent = `${found.length.toLocaleString('en')} of ${rows.length.toLocaleString('en')}`;
    more.hidden = found.length <= most;
    more.textContent = `show all ${found.length.toLocaleString('en')}`;
    body.replaceChildren(...found.slice(0, most).map((one) => line(one)));
  }

  function line(one) {
    const made = make('tr');
    columns.forEach((column, index) => {
      const value = column.of(one), shown = value === null || value === undefined ? '' : column.show ? column.show(value, one) : String(value);
      const cell = make(index ? 'td' : 'th', undefined, { className: [column.number ? 'number' : '', column.style?.(one) ?? ''].join(' ').trim() });
      if (!index) {
        cell.scope = 'row';
        const button = make('button', shown, { type: 'button', className: 'link', title: 'show it on the timeline' });
        button.addEventListener('click', () => pick(one));
        cell.append(button);
      } else {
        cell.textContent = shown;
        if (column.style?.(one) === 'clip') cell.title = shown;
      }
      made.append(cell);
    });
    return made;
  }
  draw();
}

const sized = (name, key, about, rest = {}) => ({ name, about, number: true, of: (row) => row[key], show: size, ...rest });
const toChart = () => document.getElementById('timeline-title').scrollIntoView({ block: 'start' });

function pickFile(file) {
  point([[file.start, file.end ?? END, file.file, file.lane]]);
  toChart();
}

function fileTable() {
  if (!said.files.length) {
    document.getElementById('files-table').append(make('p', 'This recording does not tell of test files.', { className: 'muted' }));
    return;
  }
  const known = (column) => said.files.some((file) => column.of(file) !== null && column.of(file) !== undefined && column.of(file) !== '');
  sortable(document.getElementById('files-table'), [
    { name: 'file', of: (file) => file.file },
    sized('heap growth', 'heap_growth', 'used heap from its begin to its end, garbage included', { first: true }),
    sized('heap kept', 'heap_kept', 'used heap after a forced collection at its end'),
    sized('heap peak', 'heap_peak', 'most of the used heap while it ran'),
    sized('rss peak', 'rss_peak', 'most that its process held while it ran'),
    sized('external growth', 'external_growth', 'memory outside the heap that objects of it own'),
    sized('native growth', 'native_growth', 'resident set without the heap'),
    sized('heap before', 'heap_before', 'used heap when it began'),
    { name: 'outcome', of: (file) => (file.end === null ? 'never ended' : file.outcome ?? 'ended'), style: (file) => (file.end === null || file.outcome === 'failed' ? 'bad' : '') },
    { name: 'worker', number: true, of: (file) => file.worker },
    { name: 'began', number: true, of: (file) => file.start, show: (at) => instant(at) },
    { name: 'took', number: true, of: (file) => file.seconds, show: duration },
    { name: 'last test', of: (file) => [file.last_hook, file.last_test].filter(Boolean).join(' '), style: () => 'clip' },
  ].filter(known), said.files, { pick: pickFile, name: 'files' });
}

function processTable() {
  sortable(document.getElementById('processes'), [
    { name: 'process', of: (row) => `${row.role} ${row.pid}` },
    sized('peak', 'bytes', 'its largest resident set', { of: (row) => row.peak?.bytes, show: (bytes, row) => `${size(bytes)} ${row.peak.how}`, first: true }),
    sized('V8 heap', 'heap_peak', 'the largest V8 heap that was read (sampled)'),
    { name: 'began', number: true, of: (row) => row.started, show: (at) => instant(at) },
    { name: 'lived', number: true, of: (row) => (row.ended ?? END) - row.started, show: duration },
    { name: 'ending', of: (row) => row.ending, style: (row) => (/killed/.test(row.ending) ? 'bad' : '') },
    { name: 'command', of: (row) => row.command, style: () => 'command' },
  ], said.processes, {
    name: 'processes',
    pick: (row) => { point([[row.started, row.ended ?? END, `${row.role} ${row.pid}`, row.lane]]); toChart(); },
  });
}
