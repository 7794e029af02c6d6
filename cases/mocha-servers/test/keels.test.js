const assert = require("node:assert");
const { start } = require("../src/server");
const { documents, get } = require("./support");

describe("a server for keels", () => {
  let server;

  before(async () => {
    server = await start(documents("keels"));
  });

  it("has documents", async () => assert.strictEqual((await get(`${server.address}keels-11`)).document.read, 4));

  it("says what it has not", async () => assert.strictEqual((await get(`${server.address}nothing`)).status, 404));
});
