// Each test file gets a world of its own to walk through; a world that was made once is not made again.
const { basename } = require("node:path");
const { TestEnvironment } = require("jest-environment-node");
const { makeWorld } = require("../src/world");

const worlds = new Map();

module.exports = class WorldEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    this.seed = basename(context.testPath, ".test.js");
  }

  async setup() {
    await super.setup();
    if (!worlds.has(this.seed)) worlds.set(this.seed, makeWorld(this.seed, 150));
    this.global.world = worlds.get(this.seed);
  }
};
