const fs = require("fs");

exports.read = (name) => fs.readFileSync(name, "utf8");
exports.write = (text) => fs.writeSync(99, text);
