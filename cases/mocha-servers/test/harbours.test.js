const assert = require("node:assert");
const { start } = require("../src/server");
const { documents, get } = require("./support");

describe("a server for harbours", () => {
  let server;

  before(async () => {
    server = await start(documents("harbours"));
  });

  it("has documents", async () => assert.strictEqual((await get(`${server.address}harbours-8`)).document.read, 1));

  it("says what it has not", async () => assert.strictEqual((await get(`${server.address}nothing`)).status, 404));
});
