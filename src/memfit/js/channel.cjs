'use strict';
// What waits in the channel of a child to the process that started it.
const { activeHandles } = require('./builtins.cjs');

let pipe;

/**
 * Bytes that were sent to the parent and that the kernel has not taken yet, as libuv counts them. Node holds
 * them outside of V8's heap. Undefined in a process without such a channel, and in a worker thread.
 */
function queued() {
  if (!process.connected) return undefined;
  pipe ??= channel();
  return pipe?.writeQueueSize;
}

/** The channel's pipe: it was there before any that this process made for children of its own. */
function channel() {
  let found;
  for (const handle of activeHandles()) {
    if (handle?.constructor?.name === 'Pipe' && handle.fd >= 0 && !(found?.fd < handle.fd)) found = handle;
  }
  return found;
}

module.exports = { queued };
