// Series as packing.py writes them: step functions, a reading holds until the next one.
function unpack(text) {
  const bytes = atob(text);
  let place = 0;
  const number = () => {
    let value = 0, factor = 1, byte;
    do {
      byte = bytes.charCodeAt(place); place += 1;
      value += (byte & 127) * factor; factor *= 128;
    } while (byte > 127);
    return value % 2 ? -(value + 1) / 2 : value / 2;
  };
  const at = [], value = [];
  let time = 0, kilobytes = 0;
  while (place < bytes.length) {
    time += number(); kilobytes += number();
    at.push(time / 1000); value.push(kilobytes * 1024);
  }
  return { at: Float64Array.from(at), value: Float64Array.from(value) };
}

// Index of the last reading at or before an instant; -1 before the first.
function before(series, at) {
  let low = 0, high = series.at.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (series.at[middle] <= at) low = middle + 1; else high = middle;
  }
  return low - 1;
}

function valueAt(series, at) {
  const index = before(series, at);
  return index < 0 ? 0 : series.value[index];
}

// The series at many instants, which do not decrease.
function readAt(series, instants) {
  const read = new Float64Array(instants.length);
  let index = before(series, instants[0]);
  for (let column = 0; column < instants.length; column += 1) {
    while (index + 1 < series.at.length && series.at[index + 1] <= instants[column]) index += 1;
    read[column] = index < 0 ? 0 : series.value[index];
  }
  return read;
}

// The sum of step functions, one reading for each instant at which any of them changes.
function added(list) {
  const events = [];
  list.forEach((series, which) => series.at.forEach((at, index) => {
    events.push([at, series.value[index] - (index ? series.value[index - 1] : 0), which]);
  }));
  events.sort((a, b) => a[0] - b[0]);
  const at = [], value = [];
  let sum = 0;
  for (const [instant, change] of events) {
    sum += change;
    if (at[at.length - 1] === instant) value[value.length - 1] = sum;
    else { at.push(instant); value.push(sum); }
  }
  return { at: Float64Array.from(at), value: Float64Array.from(value) };
}

// Instants to draw a window at: for each column of the screen those of the lowest and the highest
// reading of each series, so that no peak falls between two columns. All, if they are few.
function instants(list, from, to, columns) {
  const chosen = new Set([from, to]);
  for (const series of list) {
    const first = Math.max(before(series, from), 0), last = before(series, to);
    if (last - first <= 2 * columns) {
      for (let index = first; index <= last; index += 1) chosen.add(Math.max(series.at[index], from));
      continue;
    }
    let column = -1, low = first, high = first;
    for (let index = first; index <= last; index += 1) {
      const here = Math.floor(((series.at[index] - from) / (to - from)) * columns);
      if (here !== column) {
        chosen.add(Math.max(series.at[low], from)).add(Math.max(series.at[high], from));
        column = here; low = index; high = index;
      } else if (series.value[index] < series.value[low]) low = index;
      else if (series.value[index] > series.value[high]) high = index;
    }
    chosen.add(series.at[low]).add(series.at[high]);
  }
  return Float64Array.from(chosen).sort().filter((at) => at >= from && at <= to);
}

// Minutes and seconds, rounded before they are taken apart: never 4:60.
function clock(at, digits) {
  const rounded = Number(at.toFixed(digits)), minutes = Math.floor(rounded / 60);
  return `${minutes}:${(rounded - minutes * 60).toFixed(digits).padStart(digits ? digits + 3 : 2, '0')}`;
}
