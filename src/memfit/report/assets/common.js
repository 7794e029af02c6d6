const said = JSON.parse(document.getElementById('data').textContent);

function size(bytes) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let unit = 0;
  while (Math.abs(bytes) >= 999.5 && unit < units.length - 1) { bytes /= 1024; unit += 1; }
  const digits = unit === 0 || bytes >= 99.95 ? 0 : bytes >= 9.995 ? 1 : 2;
  return `${bytes.toFixed(digits)} ${units[unit]}`;
}

// Names come from the heap: they are only ever set as text.
function make(tag, text, properties = {}) {
  const element = Object.assign(document.createElement(tag), properties);
  if (text !== undefined) element.textContent = text;
  return element;
}

// A squarified treemap (Bruls, Huizing, van Wijk): rows are filled while their boxes get squarer.
function squares(items, x, y, width, height, place) {
  let rest = items.filter((item) => item.bytes > 0);
  let total = rest.reduce((sum, item) => sum + item.bytes, 0);
  while (rest.length && width > 0 && height > 0) {
    const side = Math.min(width, height);
    const scale = (width * height) / total;
    let row = [], sum = 0, worst = Infinity;
    for (const item of rest) {
      const grown = sum + item.bytes * scale;
      const areas = [...row, item].map((one) => one.bytes * scale);
      const next = Math.max(...areas.map((area) => Math.max((side * side * area) / (grown * grown), (grown * grown) / (side * side * area))));
      if (row.length && next > worst) break;
      row.push(item); sum = grown; worst = next;
    }
    const thick = sum / side;
    let along = 0;
    for (const item of row) {
      const long = (item.bytes * scale) / thick;
      if (width >= height) place(item, x, y + along, thick, long);
      else place(item, x + along, y, long, thick);
      along += long;
    }
    if (width >= height) { x += thick; width -= thick; } else { y += thick; height -= thick; }
    total -= row.reduce((all, item) => all + item.bytes, 0);
    rest = rest.slice(row.length);
  }
}
