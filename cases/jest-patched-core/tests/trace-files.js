// Says which files a test read, so that slow tests can be told.
const fs = require("node:fs");

const read = [];
const original = fs.readFileSync;

fs.readFileSync = function readFileSync(path, ...rest) {
  read.push(String(path));
  return original.call(this, path, ...rest);
};

globalThis.filesRead = () => read.length;
