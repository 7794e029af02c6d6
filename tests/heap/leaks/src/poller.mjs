export function poll(id) {
  const lastAnswer = { id, rows: Array.from({ length: 5000 }, (_, i) => i + id + 0.5) };
  setInterval(() => lastAnswer.rows.push(0), 3_600_000).unref();
}
