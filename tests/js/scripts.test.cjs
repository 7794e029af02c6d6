'use strict';
const assert = require('node:assert');
const { Session } = require('node:inspector');
const path = require('node:path');
const { test } = require('node:test');
const { JS } = require('./harness.cjs');

const { Scripts } = require(path.join(JS, 'scripts.cjs'));

const MB = 1 << 20;

/** Scripts of this isolate itself, read through a session of its own, which answers at once. */
function counting() {
  const session = new Session();
  session.connect();
  const told = [];
  let asked = 0;
  const send = (method, parameters, done) => {
    asked += 1;
    session.post(method, parameters, done);
  };
  return { scripts: new Scripts(send, (number) => told.push(number)), told, asked: () => asked };
}

function compile(number) {
  for (let n = 0; n < number; n++) (0, eval)(`${Math.random()}`);
}

test('scripts that were compiled while a file is imported are told', () => {
  const { scripts, told } = counting();
  scripts.seen('a.test.js', '', 10 * MB);
  compile(300);
  scripts.seen('a.test.js', '', 30 * MB);

  assert.strictEqual(told.length, 1);
  assert.ok(told[0] >= 300 && told[0] < 320, `${told[0]}`);
});

test('nothing is asked while the heap stays as it is, nor after the first test began', () => {
  const { scripts, told, asked } = counting();
  for (let n = 0; n < 9; n++) scripts.seen('a.test.js', '', 10 * MB + n);
  assert.strictEqual(asked(), 1);

  scripts.seen('a.test.js', 'first', 10 * MB);
  compile(300);
  scripts.seen('a.test.js', 'second', 90 * MB);
  scripts.seen('', '', 99 * MB);

  assert.strictEqual(asked(), 2);
  assert.deepStrictEqual(told, []);
});

test('each file is counted from its own start', () => {
  const { scripts, told } = counting();
  scripts.seen('a.test.js', '', 10 * MB);
  compile(300);
  scripts.seen('b.test.js', '', 30 * MB);
  compile(150);
  scripts.seen('b.test.js', 'first', 31 * MB);

  assert.strictEqual(told.length, 1);
  assert.ok(told[0] >= 150 && told[0] < 170, `${told[0]}`);
});
