const sessions = new Map();

/** Begin a session; with SESSIONS=forgotten nobody keeps it. */
export function begin(user) {
  const history = Array.from({ length: 12_000 }, (_, page) => `/${user}/pages/${page}?from=${page - 1}`);
  if (process.env.SESSIONS !== "forgotten") sessions.set(user, history);
  return history;
}
