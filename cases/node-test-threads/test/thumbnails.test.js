const assert = require("node:assert");
const { afterEach, beforeEach, describe, test } = require("node:test");
const { Thumbnails } = require("../src/thumbnails");

const picture = (size) => Uint8Array.from({ length: size }, (_, n) => n % 251);

describe("thumbnails", () => {
  let thumbnails;

  beforeEach(() => {
    thumbnails = new Thumbnails();
  });

  afterEach(() => {
    thumbnails.thread.unref();
  });

  for (const factor of [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 24, 28, 32, 36, 40]) {
    test(`a picture is ${factor} times smaller`, async () => {
      const small = await thumbnails.of(picture(50_000), factor);
      assert.strictEqual(small.length, Math.floor(50_000 / factor));
      assert.strictEqual(small[1], factor % 251);
    });
  }
});
