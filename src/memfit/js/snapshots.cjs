'use strict';
// Heap snapshots on request. V8 needs several times the heap to make one: near a limit that kills, and
// leaves an empty file. So the room is looked at first, and the stream says what became of it.
const { join, memoryUsage, mkdirSync, statfsSync, threads, writeHeapSnapshot } = require('./builtins.cjs');
const { headroom } = require('./headroom.cjs');
const { used } = require('./memory.cjs');

const NEAR = 0.8; // of the ceiling
// Times the heap, beside the heap itself: 7 to 9 for the heaps of test suites that were measured, but 35
// for a million objects of one number each.
const FACTOR = 10;

class Snapshots {
  /**
   * @param put appends an event to the stream
   * @param told what memfit asked for: `snapshot`, `snapshots` (a directory) and `limit`
   */
  constructor(put, told) {
    this.put = put;
    this.wanted = told.snapshot;
    this.directory = told.snapshots;
    this.limit = told.limit ?? null;
    this.taken = 0;
    this.atFileEnd = told.snapshot === 'at-file-end';
  }

  near(share, file) {
    if (this.wanted === 'near-limit' && this.taken === 0 && share >= NEAR) this.take(file);
  }

  fileEnded(file) {
    if (this.atFileEnd) this.take(file);
  }

  take(file) {
    const name = `${process.pid}-${threads.threadId}-${++this.taken}.heapsnapshot`;
    const line = { thread: threads.threadId, path: `snapshots/${name}`, reason: this.wanted, file: file || null };
    const refusal = this.refusal();
    if (refusal !== '') {
      this.put('snapshot', { ...line, complete: false, why: refusal });
      return;
    }
    this.put('snapshot', { ...line, complete: false, why: 'the process ended while it was written' });
    try {
      mkdirSync(this.directory, { recursive: true, mode: 0o700 });
      writeHeapSnapshot(join(this.directory, name));
      this.put('snapshot', { ...line, complete: true, why: '' });
    } catch (error) {
      this.put('snapshot', { ...line, complete: false, why: `it could not be written: ${error.code ?? error.name}` });
    }
  }

  refusal() {
    const needed = used() * FACTOR;
    const [room, bound] = headroom(this.limit, memoryUsage.rss());
    if (room < needed) return `not taken: it needs about ${megabytes(needed)} more, and ${bound} leaves ${megabytes(room)}`;
    const { bavail, bsize } = statfsSync(join(this.directory, '..'));
    if (bavail * bsize < needed) return `not taken: it needs about ${megabytes(needed)} of disk, and ${megabytes(bavail * bsize)} are free`;
    return '';
  }
}

function megabytes(bytes) {
  return `${Math.max(0, Math.round(bytes / 1e6))} MB`;
}

module.exports = { Snapshots };
