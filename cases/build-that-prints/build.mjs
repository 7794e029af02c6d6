// Builds the pages of a manual, and says what it does; nobody has turned that down yet.
import { rollup } from "rollup";

const PAGES = 400;

const manual = {
  name: "manual",
  resolveId: (id) => (id === "manual" || id.startsWith("page:") ? id : null),
  load(id) {
    if (id === "manual") {
      const names = Array.from({ length: PAGES }, (_, n) => n);
      return names.map((n) => `export { default as page${n} } from "page:${n}";`).join("\n");
    }
    const lines = Array.from({ length: 200 }, (_, n) => `line ${n} of ${id}`);
    for (const line of lines) console.log(`reading ${id}: ${line} ${"=".repeat(220)}`);
    return `export default ${JSON.stringify(lines)};`;
  },
};

const bundle = await rollup({ input: "manual", plugins: [manual] });
const { output } = await bundle.write({ dir: "dist", format: "es" });
await bundle.close();
console.log(`${output.length} file, ${output[0].code.length} characters`);
