const assert = require("node:assert");
const { start } = require("../src/server");
const { documents, get } = require("./support");

describe("a server for embankments", () => {
  let server;

  before(async () => {
    server = await start(documents("embankments"));
  });

  it("has documents", async () => assert.strictEqual((await get(`${server.address}embankments-5`)).document.read, 5));

  it("says what it has not", async () => assert.strictEqual((await get(`${server.address}nothing`)).status, 404));
});
