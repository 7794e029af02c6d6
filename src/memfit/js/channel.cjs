'use strict';
// What waits in the channel of a child to the process that started it.
const { activeHandles } = require('./builtins.cjs');

const MOST_BETWEEN = 20; // readings without another search

let pipe;
let readings = 0;
let search = 1; // the reading at which the channel is searched for: a process may have thousands of handles

/**
 * Bytes that were sent to the parent and that the kernel has not taken yet, as libuv counts them. Node holds
 * them outside of V8's heap. Undefined as long as the channel is not seen: as long as nothing listens to it.
 */
function queued() {
  readings += 1;
  if (pipe === undefined && readings >= search) {
    search = readings + Math.min(readings, MOST_BETWEEN);
    pipe = channel();
  }
  return pipe?.writeQueueSize;
}

/** The channel's pipe, among those that this process made for children of its own. */
function channel() {
  const fd = process.channel?.fd;
  if (!(fd >= 0)) return undefined;
  for (const handle of activeHandles()) {
    if (handle?.constructor?.name === 'Pipe' && handle.fd === fd) return handle;
  }
  return undefined;
}

module.exports = { queued };
