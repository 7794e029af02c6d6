'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const v8 = require('node:v8');
const vm = require('node:vm');
const { JS, place, watched } = require('./harness.cjs');

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

/** What the only file of a program tells at its end of the documents that are left. */
function told(program, settings) {
  const file = path.join(place(), 'page.test.cjs');
  fs.writeFileSync(file, `${program}; require('node:test')('works on it', () => {})`);
  const ran = watched([file], settings);
  assert.strictEqual(ran.code, 0, ran.stderr);
  return { ...ran, left: ran.lines().find((line) => line.event === 'file-end').documents };
}

test('the document of a file is seen, unless asking for it would be the work of the program', () => {
  assert.strictEqual(told('globalThis.document = { nodeType: 9 }').left, 1);
  const getter = "get() { console.log('who asks?'); return { nodeType: 9 }; }, configurable: true";

  const ran = told(`Object.defineProperty(globalThis, 'document', { ${getter} })`);

  assert.strictEqual(ran.left, undefined);
  assert.ok(!ran.stdout.includes('who asks?'));
});

test('a document that throws costs no more than itself', () => {
  const document = "new Proxy({}, { get() { throw new Error('no'); } })";

  assert.strictEqual(told(`globalThis.document = ${document}`).left, undefined);
});

test('documents are not asked for where that would keep them for a snapshot', () => {
  const document = 'globalThis.document = { nodeType: 9 }';

  assert.strictEqual(told(document, { options: { snapshot: 'at-file-end' } }).left, undefined);
  assert.strictEqual(told(document, { options: { snapshot: 'at-file-end', gc: true } }).left, 1);
});
