// Writes the client of the API, one module for each operation, and the index that has all of them.
const { existsSync, mkdirSync, writeFileSync } = require("node:fs");

const OPERATIONS = 2_600;
const VERBS = ["list", "get", "create", "update", "remove", "count"];
const folder = `${__dirname}/generated`;

module.exports = async () => {
  if (existsSync(`${folder}/index.js`)) return;
  mkdirSync(folder, { recursive: true });
  const names = Array.from({ length: OPERATIONS }, (_, n) => `${VERBS[n % VERBS.length]}Resource${Math.floor(n / VERBS.length)}`);
  for (const [n, name] of names.entries()) {
    const fields = Array.from({ length: 40 }, (_, f) => `  field${f}: { type: "${f % 3 ? "string" : "number"}", required: ${f % 4 === 0}, describe: () => "field ${f} of ${name}" },`);
    writeFileSync(
      `${folder}/${name}.js`,
      `const fields = {\n${fields.join("\n")}\n};\n\n` +
        `exports.${name} = function ${name}(send, values = {}) {\n` +
        `  for (const [field, { required }] of Object.entries(fields)) if (required && !(field in values)) throw new TypeError(\`\${field} is missing\`);\n` +
        `  return send("/v1/resources/${n}", values);\n};\n`,
    );
  }
  writeFileSync(`${folder}/index.js`, names.map((name) => `exports.${name} = require("./${name}.js").${name};\n`).join(""));
};
