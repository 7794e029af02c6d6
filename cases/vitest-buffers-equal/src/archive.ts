import { deflateSync, inflateSync } from "node:zlib";

export const pack = (data: Buffer): Buffer => deflateSync(data);
export const unpack = (data: Buffer): Buffer => inflateSync(data);

/** A picture of so many bytes. */
export const picture = (size: number): Buffer => Buffer.from(Uint8Array.from({ length: size }, (_, n) => (n * n) % 251));
