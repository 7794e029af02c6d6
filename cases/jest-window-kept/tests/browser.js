// A small browser for each test file: the window of happy-dom beside what jest's node environment has.
const { TestEnvironment } = require("jest-environment-node");
const { Window } = require("happy-dom");

const windows = [];

module.exports = class BrowserEnvironment extends TestEnvironment {
  async setup() {
    await super.setup();
    const window = new Window({ url: "http://shop.test/" });
    windows.push(window); // so that what failed can be looked at afterwards
    this.global.window = window;
    this.global.document = window.document;
  }
};
