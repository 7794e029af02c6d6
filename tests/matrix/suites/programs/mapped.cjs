require("source-map-support").install();
const { thrower } = require("./built.js");
try {
  thrower();
} catch (error) {
  console.log(error.stack.split("\n").slice(0, 3).map((line) => line.replace(__dirname, "")).join("\n"));
}
console.log("prepare", typeof Error.prepareStackTrace);
setTimeout(thrower, 350);
