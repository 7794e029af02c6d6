const { createReadStream, createWriteStream } = require("node:fs");
const { once } = require("node:events");

/** Write a file of so many megabytes, piece by piece. */
async function spool(path, megabytes) {
  const file = createWriteStream(path);
  const piece = Buffer.alloc(1_048_576, "spool ");
  for (let n = 0; n < megabytes; n++) {
    if (!file.write(piece)) await once(file, "drain");
  }
  file.end();
  await once(file, "close");
}

/** How many bytes a file has, counted by reading it. */
async function count(path) {
  let bytes = 0;
  for await (const piece of createReadStream(path)) bytes += piece.length;
  return bytes;
}

module.exports = { count, spool };
