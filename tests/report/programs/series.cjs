// node series.cjs SERIES.JS < CALLS: runs the page's arithmetic; CALLS is a list of [name, ...arguments].
'use strict';
const fs = require('node:fs');
const source = fs.readFileSync(process.argv[2], 'utf8');
const functions = new Function(`${source}; return { unpack, added, instants, readAt, clock };`)();
const typed = (one) => (Array.isArray(one?.at) ? { at: Float64Array.from(one.at), value: Float64Array.from(one.value) } : Array.isArray(one) ? one.map(typed) : one);
const plain = (one) => (typeof one === 'string' ? one : ArrayBuffer.isView(one) ? [...one] : ArrayBuffer.isView(one.at) ? { at: [...one.at], value: [...one.value] } : one);
const calls = JSON.parse(fs.readFileSync(0, 'utf8'));
console.log(JSON.stringify(calls.map(([name, ...given]) => plain(functions[name](...given.map(typed))))));
