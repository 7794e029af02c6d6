'use strict';
// Runs a program with and without the agent, as `memfit run` hands it over, and reads its streams.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const JS = path.join(__dirname, '..', '..', 'src', 'memfit', 'js');

function quoted(word) {
  return /[ "\\]/.test(word) ? `"${word.replace(/["\\]/g, '\\$&')}"` : word;
}

function place() {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'memfit-js-'));
}

function environment(recording, { options = {}, js = JS, before = '' } = {}) {
  const preload = path.join(js, 'preload.cjs');
  const seconds = Number(process.hrtime.bigint()) / 1e9;
  return {
    NODE_OPTIONS: `--require ${quoted(preload)} ${before}`.trim(),
    MEMFIT_STREAMS: path.join(recording, 'isolates'),
    MEMFIT_EPOCH: seconds.toFixed(6),
    MEMFIT_PRELOAD: preload,
    MEMFIT_OPTIONS: JSON.stringify({ snapshots: path.join(recording, 'snapshots'), ...options }),
  };
}

function plainEnvironment() {
  const { NODE_OPTIONS, NODE_TEST_CONTEXT, ...rest } = process.env;
  return Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('MEMFIT_')));
}

function spawn(words, extra, program = process.execPath) {
  const ran = spawnSync(program, words, { env: { ...plainEnvironment(), ...extra }, timeout: 60_000, encoding: 'utf8' });
  return { code: ran.status, signal: ran.signal, stdout: ran.stdout, stderr: ran.stderr };
}

/** Run Node without the agent. */
function bare(words, extra = {}) {
  return spawn(words, extra);
}

/** Run Node with the agent; `lines(thread)` are the lines of one stream of its first process. */
function watched(words, settings = {}) {
  const recording = settings.recording ?? place();
  fs.mkdirSync(path.join(recording, 'isolates'), { recursive: true });
  const ran = spawn(words, { ...environment(recording, settings), ...settings.extra }, settings.program);
  const names = fs.readdirSync(path.join(recording, 'isolates')).filter((name) => name.endsWith('.jsonl')).sort();
  const read = (name) =>
    fs.readFileSync(path.join(recording, 'isolates', name), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  const pid = Math.min(...names.map((name) => parseInt(name, 10)));
  return {
    ...ran,
    recording,
    names,
    pid,
    lines: (thread = 0) => (names.includes(`${pid}-${thread}.jsonl`) ? read(`${pid}-${thread}.jsonl`) : []),
    all: () => names.flatMap(read),
  };
}

/** The result of a run as a program's user sees it. */
function seen({ code, signal, stdout, stderr }) {
  return { code, signal, stdout, stderr };
}

module.exports = { JS, bare, environment, place, plainEnvironment, quoted, seen, spawn, watched };
