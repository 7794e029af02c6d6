'use strict';
// What the agent uses of Node and the language, taken before any code of the user's runs: tests spy on
// JSON.stringify, mock fs, fake the clock and patch Object.defineProperty, in the realm that the agent shares.
const fs = require('fs');
const os = require('os');
const path = require('path');
const v8 = require('v8');
const threads = require('worker_threads');

const { hrtime, memoryUsage, uptime } = process;

module.exports = {
  stringify: JSON.stringify,
  parse: JSON.parse,
  defineProperty: Object.defineProperty,
  getPrototypeOf: Object.getPrototypeOf,
  getOwnPropertyDescriptor: Object.getOwnPropertyDescriptor,
  getOwnPropertyDescriptors: Object.getOwnPropertyDescriptors,
  apply: Reflect.apply,
  set: Reflect.set,
  round: Math.round,
  Proxy,
  WeakMap,
  WeakRef,
  Buffer,
  setTimeout,
  setImmediate,
  openSync: fs.openSync,
  readSync: fs.readSync,
  writeSync: fs.writeSync,
  closeSync: fs.closeSync,
  fstatSync: fs.fstatSync,
  readFileSync: fs.readFileSync,
  readlinkSync: fs.readlinkSync,
  realpathSync: fs.realpathSync,
  statfsSync: fs.statfsSync,
  mkdirSync: fs.mkdirSync,
  constants: fs.constants,
  join: path.join,
  basename: path.basename,
  totalmem: os.totalmem,
  heapStatistics: v8.getHeapStatistics,
  setFlagsFromString: v8.setFlagsFromString,
  writeHeapSnapshot: v8.writeHeapSnapshot,
  bigtime: hrtime.bigint,
  activeHandles: process._getActiveHandles,
  memoryUsage,
  uptime,
  threads,
  wait: Atomics.wait,
};
