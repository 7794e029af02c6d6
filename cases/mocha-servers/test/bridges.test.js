const assert = require("node:assert");
const { start } = require("../src/server");
const { documents, get } = require("./support");

describe("a server for bridges", () => {
  let server;

  before(async () => {
    server = await start(documents("bridges"));
  });

  it("has documents", async () => assert.strictEqual((await get(`${server.address}bridges-2`)).document.read, 2));

  it("says what it has not", async () => assert.strictEqual((await get(`${server.address}nothing`)).status, 404));
});
