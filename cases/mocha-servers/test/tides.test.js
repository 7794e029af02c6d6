const assert = require("node:assert");
const { start } = require("../src/server");
const { documents, get } = require("./support");

describe("a server for tides", () => {
  let server;

  before(async () => {
    server = await start(documents("tides"));
  });

  it("has documents", async () => assert.strictEqual((await get(`${server.address}tides-20`)).document.read, 6));

  it("says what it has not", async () => assert.strictEqual((await get(`${server.address}nothing`)).status, 404));
});
