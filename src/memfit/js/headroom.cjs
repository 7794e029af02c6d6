'use strict';
// How much memory this process can still take before somebody ends it.
const { join, readFileSync } = require('./builtins.cjs');

const CGROUPS = '/sys/fs/cgroup';

/**
 * The room below every limit in force.
 *
 * @param limit bytes that memfit lets the whole tree have, or null
 * @param rss resident set of this process, bytes
 * @returns [bytes, what bounds it]; Infinity if nothing can be read
 */
function headroom(limit, rss) {
  const found = [[machine(), 'the memory of the machine'], ...groups()];
  // Without a group that counts it, the rest of the tree is not known here.
  if (limit !== null) found.push([limit - rss, 'the limit of the run']);
  return found.reduce((least, each) => (each[0] < least[0] ? each : least), [Infinity, '']);
}

function machine() {
  const available = /^MemAvailable:\s+(\d+) kB/m.exec(text('/proc/meminfo'));
  return available ? Number(available[1]) * 1024 : Infinity;
}

/** The room in the control groups around this process, those above it included. */
function groups() {
  const found = [];
  for (const line of text('/proc/self/cgroup').split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined) continue;
    if (controllers === '') climb(found, CGROUPS, path, 'memory.max', 'memory.current', 'inactive_file');
    else if (controllers.split(',').includes('memory')) {
      climb(found, join(CGROUPS, 'memory'), path, 'memory.limit_in_bytes', 'memory.usage_in_bytes', 'total_inactive_file');
    }
  }
  return found;
}

function climb(found, root, path, most, usage, cache) {
  for (let place = path; ; place = place.slice(0, place.lastIndexOf('/'))) {
    const limit = parseInt(text(join(root, place, most)), 10); // `max` is no number
    const used = parseInt(text(join(root, place, usage)), 10);
    if (limit >= 0 && used >= 0) {
      const dropped = new RegExp(`^${cache} (\\d+)`, 'm').exec(text(join(root, place, 'memory.stat')));
      found.push([limit - used + (dropped ? Number(dropped[1]) : 0), 'the memory limit around it']);
    }
    if (place === '' || place === '/') return;
  }
}

function text(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

module.exports = { headroom };
