/** Documents about a topic. */
const documents = (topic, count = 30_000) =>
  Array.from({ length: count }, (_, n) => ({ id: `${topic}-${n}`, title: `About ${topic}, part ${n}`, words: [`${topic}`, `part`, `${n}`], read: n % 7 }));

/** What a server answers: status and document. */
async function get(address) {
  const response = await fetch(address, { headers: { connection: "close" } });
  return { status: response.status, document: await response.json() };
}

module.exports = { documents, get };
