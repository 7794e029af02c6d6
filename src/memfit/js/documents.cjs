'use strict';
// The documents that test files worked on, and how many of them are still there. None is kept alive for it.
const { WeakRef } = require('./builtins.cjs');

const DOCUMENT = 9; // nodeType of a document

class Documents {
  constructor() {
    this.seen = [];
  }

  /** Take note of a document, unless it is the one that was seen last. */
  see(document) {
    if (document.nodeType !== DOCUMENT) return;
    const { length } = this.seen;
    if (length === 0 || this.seen[length - 1].deref() !== document) this.seen.push(new WeakRef(document));
  }

  /** How many were not collected yet; undefined where none was seen. */
  left() {
    if (this.seen.length === 0) return undefined;
    const last = this.seen[this.seen.length - 1]; // a suite that once had a document has none left, not an unknown number
    this.seen = this.seen.filter((each) => each === last || each.deref() !== undefined);
    return this.seen.length - (last.deref() === undefined ? 1 : 0);
  }
}

module.exports = { Documents };
