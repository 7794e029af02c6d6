/** Sessions of logged-in visitors; those that are too old are dropped once a minute. */
class SessionStore {
  constructor(maxAge = 3_600_000) {
    this.maxAge = maxAge;
    this.sessions = new Map();
    this.sweeper = setInterval(() => this.sweep(), 60_000);
  }

  open(id, visitor) {
    this.sessions.set(id, { visitor, opened: Date.now(), basket: [], pages: [`/welcome/${id}`] });
  }

  get(id) {
    return this.sessions.get(id);
  }

  sweep(now = Date.now()) {
    for (const [id, { opened }] of this.sessions) {
      if (now - opened > this.maxAge) this.sessions.delete(id);
    }
  }

  close() {
    clearInterval(this.sweeper);
  }
}

module.exports = { SessionStore };
