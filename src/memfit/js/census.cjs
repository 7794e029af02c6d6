'use strict';
// What a heap holds that no counter tells, counted once on its way to the ceiling: the mocks that the runner keeps.
// vitest up to 4 keeps every mock of a process in one Set, so that it can clear and restore them.
const FROM = 0.75; // share of the ceiling; the count collects the heap first, which takes about as long as a snapshot's start
const GROUP = 'memfit';
const MOST_VALUES = 200000; // that are looked at in the arguments and results of calls

/** Runs in the isolate, on an array of all its Sets: mocks, their calls, and about how many bytes those refer to. */
const COUNT = `function () {
  const seen = new WeakSet();
  let mocks = 0, calls = 0, bytes = 0, left = ${MOST_VALUES};
  const weigh = (root) => {
    const queue = [root];
    while (queue.length > 0 && left-- > 0) {
      const value = queue.pop();
      if (typeof value === 'string') bytes += value.length;
      else if (typeof value === 'object' && value !== null && !seen.has(value)) {
        seen.add(value);
        if (ArrayBuffer.isView(value)) { bytes += value.byteLength; continue; }
        bytes += 24;
        const fields = Object.getOwnPropertyDescriptors(value);
        for (const name of Object.keys(fields)) { bytes += 8; if ('value' in fields[name]) queue.push(fields[name].value); }
      }
    }
  };
  for (const set of this) {
    for (const first of set) {
      if (typeof first !== 'function' || first._isMockFunction !== true) break;
      for (const mock of set) {
        mocks += 1;
        const made = mock.mock && mock.mock.calls;
        if (!Array.isArray(made)) continue;
        calls += made.length;
        weigh(made);
        weigh(mock.mock.results);
      }
      break;
    }
  }
  return [mocks, calls, bytes, left <= 0];
}`;

class Census {
  /**
   * @param send asks the isolate through the inspector
   * @param tell takes the numbers
   */
  constructor(send, tell) {
    this.send = send;
    this.tell = tell;
    this.done = false;
  }

  /** Take in a reading; counts once. */
  seen(share) {
    if (this.done || share < FROM) return;
    this.done = true;
    this.ask('Runtime.evaluate', { expression: 'Set.prototype', objectGroup: GROUP, silent: true }, ({ result }) =>
      this.ask('Runtime.queryObjects', { prototypeObjectId: result.objectId, objectGroup: GROUP }, ({ objects }) =>
        this.ask(
          'Runtime.callFunctionOn',
          { objectId: objects.objectId, functionDeclaration: COUNT, returnByValue: true, silent: true },
          ({ result: { value } }) => this.tell(value),
        ),
      ),
    );
  }

  ask(method, parameters, then) {
    this.send(method, parameters, (error, answer) => {
      try {
        if (!error && !answer.exceptionDetails) then(answer);
      } catch {
        // Not told then.
      }
      if (method === 'Runtime.callFunctionOn' || error) this.send('Runtime.releaseObjectGroup', { objectGroup: GROUP });
    });
  }
}

module.exports = { Census };
