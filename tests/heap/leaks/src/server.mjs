import http from 'node:http';

export function serve(id) {
  const pageCache = new Map(Array.from({ length: 300 }, (_, i) => [`/${i}`, { id, body: Array.from({ length: 200 }, (__, k) => k + i + 0.5) }]));
  const server = http.createServer((request, response) => response.end(pageCache.get(request.url)));
  return new Promise((resolve) => { server.listen(0, '127.0.0.1', () => { server.unref(); resolve(); }); });
}
