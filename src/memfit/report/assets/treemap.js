// The dearest test files as a treemap; the measure can be chosen.
const MEASURES = [
  ['heap_growth', 'heap growth'], ['external_growth', 'external growth'], ['native_growth', 'native growth'],
  ['heap_peak', 'heap peak'], ['rss_peak', 'rss peak'], ['heap_kept', 'heap kept'],
];
const DEAREST = 60;

function dearest() {
  const box = document.getElementById('dearest');
  const known = MEASURES.filter(([key]) => said.files.some((file) => file[key] > 0));
  if (!known.length) return;
  const choice = make('select'), note = make('span', '', { className: 'muted' }), label = make('label', 'Dearest files by '), map = make('div', undefined, { className: 'map' });
  map.setAttribute('role', 'group');
  map.setAttribute('aria-label', 'the dearest test files by size');
  known.forEach(([key, name]) => choice.append(make('option', name, { value: key })));
  label.append(choice, ' ');
  box.append(label, note, map);
  const draw = () => drawMap(map, choice.value, note);
  choice.addEventListener('change', draw);
  new ResizeObserver(draw).observe(map);
}

function drawMap(map, key, note) {
  const ranked = said.files.filter((file) => file[key] > 0).sort((a, b) => b[key] - a[key]);
  const items = ranked.slice(0, DEAREST).map((file) => ({ file, bytes: file[key], what: file.file }));
  const others = ranked.slice(DEAREST).reduce((sum, file) => sum + file[key], 0);
  note.textContent = others ? `${items.length} of ${ranked.length}; the others add up to ${size(others)}` : '';
  map.replaceChildren();
  squares(items, 0, 0, map.clientWidth, map.clientHeight, (item, x, y, width, height) => {
    const text = `${size(item.bytes)} ${item.what}`;
    const tile = make('button', undefined, { type: 'button', title: text });
    tile.setAttribute('aria-label', text);
    if (width > 40 && height > 18) tile.append(make('span', item.what.split('/').pop()), make('small', size(item.bytes)));
    Object.assign(tile.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
    const lane = lanes[item.file.lane];
    tile.style.background = lane ? faint(hue(lane), 0.45) : css('--panel');
    tile.addEventListener('click', () => pickFile(item.file));
    map.append(tile);
  });
}
