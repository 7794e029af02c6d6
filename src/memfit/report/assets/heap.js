const number = (count) => count.toLocaleString('en');
let shown = []; // the holders from the whole heap to the one that is looked at

function table(id, head, rows) {
  const element = document.getElementById(id);
  const first = make('tr');
  head.forEach((name) => first.append(make('th', name)));
  element.replaceChildren(first);
  for (const row of rows) {
    const line = make('tr');
    row.forEach((cell) => line.append(make('td', cell, { className: /^[\d.,]+( [kMGT]?B|%)?$/.test(cell) ? 'number' : '' })));
    element.append(line);
  }
}

function parts(holder) {
  if (!holder) {
    const named = said.holders.reduce((sum, one) => sum + one.bytes, 0);
    return [...said.holders, { what: 'everything else', bytes: Math.max(said.bytes - named, 0) }];
  }
  if (holder.inside.length) {
    const named = holder.inside.reduce((sum, one) => sum + one.bytes, 0);
    return [...holder.inside, { what: 'everything else', bytes: Math.max(holder.bytes - named, 0) }];
  }
  return holder.contents.map((content) => ({ ...content, what: `${number(content.count)} × ${content.what}` }));
}

function label(item) {
  return `${size(item.bytes)} ${item.count > 1 && item.id ? `${number(item.count)} × ` : ''}${item.what}${item.name ? ` at ${item.name}` : ''}`;
}

function show(trail) {
  shown = trail;
  const crumbs = document.getElementById('crumbs');
  crumbs.replaceChildren();
  [null, ...trail].forEach((holder, depth) => {
    const crumb = make('button', holder ? `› ${holder.name || holder.what}` : 'the whole heap', { type: 'button' });
    crumb.addEventListener('click', () => show(trail.slice(0, depth)));
    crumbs.append(crumb);
  });
  const map = document.getElementById('map');
  map.replaceChildren();
  const holder = trail[trail.length - 1];
  let hue = 0;
  const items = parts(holder).sort((a, b) => b.bytes - a.bytes);
  squares(items, 0, 0, map.clientWidth, map.clientHeight, (item, x, y, width, height) => {
    const box = make('button', label(item), { type: 'button', title: label(item) });
    box.setAttribute('style', `left:${x}px;top:${y}px;width:${width}px;height:${height}px;background:hsl(${item.id ? (hue += 47) % 360 : 0} ${item.id ? 60 : 0}% 78%)`);
    if (item.id) box.addEventListener('click', () => show([...trail, item]));
    map.append(box);
  });
  detail(holder);
}

// The retainers: what holds the holder, from the root down, each inside the one that holds it.
function detail(holder) {
  const section = document.getElementById('detail');
  section.replaceChildren();
  if (!holder) return;
  section.append(make('h2', label(holder)));
  if (holder.place) section.append(make('p', `${holder.place.file}:${holder.place.line}`));
  for (const content of holder.contents) section.append(make('div', `holds ${number(content.count)} × ${content.what}, ${size(content.bytes)}`));
  section.append(make('h3', 'Held by'));
  let inner = section;
  for (const step of holder.path) {
    const level = make('details', undefined, { open: true });
    const line = make('summary');
    line.append(make('code', `${step.edge.trim() || '(root)'}  ${step.what}  @${step.id}`), ` ${size(step.bytes)}`);
    level.append(line);
    inner.append(level);
    inner = level;
  }
}

document.getElementById('headline').textContent = said.headline;
document.getElementById('facts').textContent = `${said.file}: ${size(said.bytes)} in ${number(said.nodes)} objects`;
said.notes.forEach((note) => document.getElementById('notes').append(make('li', note)));
const percent = (share) => `${(100 * share).toFixed(0)}%`;
table('answers', ['held', 'share', 'count', 'what', 'most in'], said.answers.map((a) => [size(a.bytes), percent(a.share), number(a.count), a.what, a.examples.map((e) => `${number(e.count)} × ${e.what}`).join('; ')]));
table('classes', ['held', 'own', 'count', 'class'], said.classes.map((c) => [size(c.retained), size(c.self_bytes), number(c.count), c.name]));
table('duplicates', ['wasted', 'copies', 'text'], said.duplicates.map((d) => [size(d.bytes), number(d.count), d.text]));
show([]);
addEventListener('resize', () => show(shown));
