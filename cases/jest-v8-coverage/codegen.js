// Writes the clients of our services, as the code generator of the real project does before each run.
const { existsSync, mkdirSync, writeFileSync } = require("node:fs");

const SERVICES = ["billing", "catalogue", "identity", "search"];
const OPERATIONS = 1_500;

function generate(folder) {
  mkdirSync(folder, { recursive: true });
  for (const service of SERVICES) {
    const file = `${folder}/${service}.js`;
    if (existsSync(file)) continue;
    const operations = Array.from(
      { length: OPERATIONS },
      (_, n) =>
        `exports.${service}${n} = function ${service}${n}(input, options = {}) {\n` +
        `  if (!input) throw new Error("${service}${n} needs an input");\n` +
        `  const url = options.base ? options.base + "/${service}/${n}" : "/${service}/${n}";\n` +
        `  const body = options.raw ? input : Object.entries(input).map(([key, value]) => key + "=" + value).join("&");\n` +
        `  return options.post || body.length > 500 ? { url, method: "POST", body } : { url: url + "?" + body, method: "GET" };\n` +
        `};\n`,
    );
    writeFileSync(file, operations.join("\n"));
  }
}

module.exports = { generate };
