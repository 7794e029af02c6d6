import { gunzipSync, gzipSync } from "node:zlib";

/** An image as one compressed Buffer, its size in the first eight bytes. */
export function pack({ width, height, data }) {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  return Buffer.concat([head, gzipSync(data, { level: 1 })]);
}

export function unpack(packed) {
  return { width: packed.readUInt32BE(0), height: packed.readUInt32BE(4), data: gunzipSync(packed.subarray(8)) };
}
