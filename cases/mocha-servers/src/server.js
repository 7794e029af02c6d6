const { createServer } = require("node:http");
const { once } = require("node:events");

/** A server for documents; it listens on a port of its own. */
async function start(documents) {
  const index = new Map(documents.map((each) => [each.id, each]));
  const server = createServer((request, response) => {
    const found = index.get(decodeURIComponent(request.url.slice(1)));
    response.writeHead(found ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(found ?? { error: "not found" }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}

module.exports = { start };
