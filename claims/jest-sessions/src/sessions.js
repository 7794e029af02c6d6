// Sessions end when they are old. Nobody stops looking for them, so they outlive their test file.
const sessions = [];
setInterval(() => sessions.splice(0, sessions.findIndex(({ ends }) => ends > Date.now())), 60_000).unref();

exports.begin = (user) => {
  const history = Array.from({ length: 12_000 }, (_, page) => `/${user}/pages/${page}?from=${page - 1}`);
  sessions.push({ user, history, ends: Date.now() + 3_600_000 });
  return history;
};
