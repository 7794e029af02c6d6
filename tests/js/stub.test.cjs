'use strict';
const assert = require('node:assert');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const { JS } = require('./harness.cjs');

const inert = require(path.join(JS, 'inert.cjs'));
const { Replaced, namesOf } = require(path.join(JS, 'replaced.cjs'));

/** The names that a module with this source imports of a package that exports `entry`. */
function names(source, entry = '') {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'memfit-'));
  try {
    const [module, imported] = ['a.mjs', 'heavy.mjs'].map((name) => path.join(folder, name));
    fs.writeFileSync(module, source);
    fs.writeFileSync(imported, entry);
    return namesOf(module, 'heavy', () => imported).sort();
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

test('names are found in source that was made small', () => {
  assert.deepEqual(names('import{rows as r,default as d}from"heavy";export{Base}from"heavy"'), ['Base', 'rows']);
});

test('comments among names do no harm', () => {
  assert.deepEqual(names("import {\n  // the class\n  Base, // and\n  rows, /* more */\n  last,\n} from 'heavy';"), ['Base', 'last', 'rows']);
});

test('what is imported later as well has all its names', () => {
  const source = "import { Base } from 'heavy';\nconst { rows } = await import('heavy');\nimport { other } from 'light';";

  assert.deepEqual(names(source, 'export const rows = [];\nexport class Base {}\n'), ['Base', 'rows']);
});

test('what a name of all is for does not hide the others', () => {
  assert.deepEqual(names("import * as all from 'heavy';\nimport { hidden } from 'heavy';", 'export const rows = [];'), ['hidden', 'rows']);
});

test('what is part of Node is never left out', () => {
  const replaced = new Replaced(['fs', 'node:test', 'heavy']);

  assert.equal(replaced.find('fs', '/app/a.js'), undefined);
  assert.equal(replaced.find('node:test', '/app/a.js'), undefined);
  assert.equal(replaced.find('heavy', '/app/a.js'), 'heavy');
});

test('what extends or is made of the stand-in keeps its own', () => {
  class Mine extends inert {}
  Mine.label = 'mine';
  const child = Object.create(inert);
  child.text = 'own';

  assert.equal(Mine.label, 'mine');
  assert.equal(child.text, 'own');
  inert.label = 'not kept';
  assert.equal(inert.label, inert);
});

test('the stand-in can be given what is fixed, and be frozen', () => {
  Object.defineProperty(inert, 'fixed', { value: 1 });
  Object.defineProperty(inert, 'loose', { value: 1, configurable: true });

  assert.equal(inert.fixed, 1);
  assert.equal(inert.loose, inert);
  assert.equal(Reflect.deleteProperty(inert, 'prototype'), false);
  assert.equal(Object.freeze(inert), inert);
  assert.equal(inert.anything(), inert);
});
