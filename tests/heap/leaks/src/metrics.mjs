import client from 'prom-client';

export function startServer(id) {
  const server = { id, connections: Array.from({ length: 8000 }, (_, i) => i + id + 0.5) };
  new client.Gauge({ name: `connections_${id}`, help: 'open connections', collect() { this.set(server.connections.length); } });
}
