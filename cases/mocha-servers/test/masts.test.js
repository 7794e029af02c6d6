const assert = require("node:assert");
const { start } = require("../src/server");
const { documents, get } = require("./support");

describe("a server for masts", () => {
  let server;

  before(async () => {
    server = await start(documents("masts"));
  });

  it("has documents", async () => assert.strictEqual((await get(`${server.address}masts-13`)).document.read, 6));

  it("says what it has not", async () => assert.strictEqual((await get(`${server.address}nothing`)).status, 404));
});
