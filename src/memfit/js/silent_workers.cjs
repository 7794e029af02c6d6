'use strict';
// Throws away what a worker of a test runner prints, for an experiment. Loaded only where one asks for
// it, beside the agent and not by it.
const { isMainThread } = require('node:worker_threads');

function discard(_chunk, encoding, done) {
  const told = typeof encoding === 'function' ? encoding : done;
  if (typeof told === 'function') process.nextTick(told);
  return true;
}

// A fork of a runner has a channel to it; the runner's own process has none.
if (process.send !== undefined || !isMainThread) {
  for (const stream of [process.stdout, process.stderr]) stream.write = discard;
}
