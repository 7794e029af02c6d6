const assert = require("node:assert");
const { start } = require("../src/server");
const { documents, get } = require("./support");

describe("a server for sails", () => {
  let server;

  before(async () => {
    server = await start(documents("sails"));
  });

  it("has documents", async () => assert.strictEqual((await get(`${server.address}sails-19`)).document.read, 5));

  it("says what it has not", async () => assert.strictEqual((await get(`${server.address}nothing`)).status, 404));
});
