// Writes the messages of the shop, one module for each page.
const { existsSync, mkdirSync, writeFileSync } = require("node:fs");

const PAGES = 450;
const folder = `${__dirname}/generated`;

module.exports = async () => {
  if (existsSync(`${folder}/index.js`)) return;
  mkdirSync(folder, { recursive: true });
  for (let n = 0; n < PAGES; n++) {
    writeFileSync(`${folder}/page${n}.js`, `exports.title = "Page ${n}";\nexports.greeting = (name) => \`Welcome to page ${n}, \${name}\`;\n`);
  }
  writeFileSync(`${folder}/index.js`, Array.from({ length: PAGES }, (_, n) => `exports.page${n} = require("./page${n}.js");\n`).join(""));
};
