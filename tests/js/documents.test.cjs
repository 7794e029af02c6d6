'use strict';
const assert = require('node:assert');
const path = require('node:path');
const { test } = require('node:test');
const v8 = require('node:v8');
const vm = require('node:vm');
const { JS } = require('./harness.cjs');

const { Documents } = require(path.join(JS, 'documents.cjs'));

v8.setFlagsFromString('--expose-gc');
const gc = vm.runInNewContext('gc');

/** What a weak reference was asked for stays until the job ends. */
async function collect() {
  await new Promise((resolve) => setImmediate(resolve));
  gc();
}

test('documents that something keeps are counted, those that went are not', async () => {
  const documents = new Documents();
  const kept = [];
  const open = (keep) => {
    const document = { nodeType: 9 };
    if (keep) kept.push(document);
    documents.see(document);
  };
  for (let file = 0; file < 6; file++) open(file % 2 === 0);
  await collect();

  assert.strictEqual(documents.left(), 3);
  assert.strictEqual(kept.length, 3);
});

test('one document for all files is one', () => {
  const documents = new Documents();
  const document = { nodeType: 9 };
  for (let file = 0; file < 6; file++) documents.see(document);

  assert.strictEqual(documents.left(), 1);
});

test('a suite without documents tells none, one whose documents went tells 0', async () => {
  const documents = new Documents();
  for (const other of [{}, { nodeType: 1 }]) documents.see(other);
  assert.strictEqual(documents.left(), undefined);

  documents.see({ nodeType: 9 });
  await collect();

  assert.strictEqual(documents.left(), 0);
});
