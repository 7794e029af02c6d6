/** Watches a service: asks for its state again and again, and keeps the answers for the chart. */
class Monitor {
  constructor(ask, pause = 5) {
    this.ask = ask;
    this.pause = pause;
    this.history = [];
  }

  start() {
    this.timer = setTimeout(() => this.poll(), this.pause);
  }

  poll() {
    this.history.push({ at: Date.now(), state: this.ask() });
    this.start();
  }

  stop() {
    clearTimeout(this.timer);
  }

  get healthy() {
    return this.history.every(({ state }) => state.up);
  }
}

module.exports = { Monitor };
