import { EventEmitter } from 'node:events';

const eventBus = new EventEmitter();
eventBus.setMaxListeners(0);
export function connect(id) {
  const session = { id, rows: Array.from({ length: 5000 }, (_, i) => i + id + 0.5) };
  eventBus.on('message', () => session.rows.length);
}
