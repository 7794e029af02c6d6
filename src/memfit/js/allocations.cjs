'use strict';
// Where the live objects of an isolate were allocated: V8's sampling profile, read when the heap passes
// marks on its way to the ceiling, so that one is there when it dies.
const INTERVAL = 131072; // bytes between samples
const MARKS = [0.5, 0.7, 0.8, 0.9, 0.95]; // of the ceiling
const GROWN = 1.5; // times the heap at the last reading
const LEAST = 32 << 20; // bytes
const MOST_SITES = 20;

class Allocations {
  /**
   * @param send asks the isolate: method, parameters, callback
   * @param tell takes the used heap and the sites of a profile
   */
  constructor(send, tell) {
    this.send = send;
    this.tell = tell;
    this.begun = false;
    this.mark = 0;
    this.used = LEAST / GROWN;
    this.reading = false;
  }

  seen(share, used) {
    if (!this.begun) {
      this.begun = true;
      this.send('HeapProfiler.startSampling', { samplingInterval: INTERVAL });
    }
    const mark = MARKS.filter((each) => share >= each).length;
    if (this.reading || (mark <= this.mark && used < this.used * GROWN)) return;
    this.mark = Math.max(mark, this.mark);
    this.used = used;
    this.reading = true;
    this.send('HeapProfiler.getSamplingProfile', {}, (error, result) => {
      this.reading = false;
      if (!error) this.tell(used, sites(result.profile.head));
    });
  }
}

/** The places that hold most, as [function, url, line, bytes]. */
function sites(head) {
  const found = new Map();
  const waiting = [head];
  while (waiting.length > 0) {
    const { callFrame, children, selfSize } = waiting.pop();
    waiting.push(...children);
    const { functionName, lineNumber, url } = callFrame;
    if (selfSize === 0 || url.startsWith('node:internal/memfit/')) continue;
    const key = `${functionName}\n${url}\n${lineNumber}`;
    const line = lineNumber >= 0 ? lineNumber + 1 : null;
    const site = found.get(key) ?? [functionName || '(anonymous)', url, line, 0];
    site[3] += selfSize;
    found.set(key, site);
  }
  return [...found.values()].sort((one, other) => other[3] - one[3]).slice(0, MOST_SITES);
}

module.exports = { Allocations, sites };
