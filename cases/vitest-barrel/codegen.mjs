// Writes the components of the design system, one module each, and the barrel that exports all of them.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";

const COMPONENTS = 3_000;
const folder = process.argv[2];

if (!existsSync(`${folder}/index.mjs`)) {
  mkdirSync(folder, { recursive: true });
  const names = Array.from({ length: COMPONENTS }, (_, n) => `Part${n}`);
  for (const [n, name] of names.entries()) {
    const variants = Array.from({ length: 80 }, (_, v) => `  { name: "${name}-${v}", width: ${(n * v) % 640}, classes: ["part", "part-${n}", "variant-${v}"] },`);
    writeFileSync(
      `${folder}/${name}.mjs`,
      `export const variants = [\n${variants.join("\n")}\n];\n` +
        `export function ${name}({ variant = 0, text }) {\n  const { classes, width } = variants[variant];\n` +
        `  return \`<span class="\${classes.join(" ")}" style="width: \${width}px">\${text}</span>\`;\n}\n`,
    );
  }
  writeFileSync(`${folder}/index.mjs`, names.map((name) => `export { ${name} } from "./${name}.mjs";\n`).join(""));
}
