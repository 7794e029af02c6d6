test("everything is closed", async () => {
  const server = require("node:http").createServer();
  await new Promise((resolve) => server.listen(0, resolve));
  await new Promise((resolve) => server.close(resolve));
});
