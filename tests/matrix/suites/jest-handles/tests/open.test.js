test("a server is left open", async () => {
  const server = require("node:net").createServer();
  await new Promise((resolve) => server.listen(0, resolve));
});
