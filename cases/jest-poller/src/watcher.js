const { rooms } = require("./hotel");

/** Watches the rooms of a hotel, for the board in the lobby. */
class Watcher {
  constructor() {
    this.seen = [];
  }

  async watch(pause = 5) {
    this.on = true;
    while (this.on) {
      this.seen.push(rooms(3_000));
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  stop() {
    this.on = false;
  }

  get free() {
    return this.seen.at(-1).filter((room) => room.free).length;
  }
}

module.exports = { Watcher };
