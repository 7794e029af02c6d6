const assert = require("node:assert");
const { start } = require("../src/server");
const { documents, get } = require("./support");

describe("a server for canals", () => {
  let server;

  before(async () => {
    server = await start(documents("canals"));
  });

  it("has documents", async () => assert.strictEqual((await get(`${server.address}canals-3`)).document.read, 3));

  it("says what it has not", async () => assert.strictEqual((await get(`${server.address}nothing`)).status, 404));
});
