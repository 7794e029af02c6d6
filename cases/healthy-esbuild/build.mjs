// Builds the guide of the museum, one bundle for each language.
import { build } from "esbuild";
import { messages } from "./messages.mjs";

const LANGUAGES = ["ca", "cs", "da", "de", "en", "es", "fi", "fr", "hu", "it", "nl", "pl", "pt", "ro", "sk", "sv"];

/** Resolves "messages" to the texts of one language. */
const texts = (language) => ({
  name: "texts",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^messages$/ }, () => ({ path: language, namespace: "texts" }));
    onLoad({ filter: /.*/, namespace: "texts" }, ({ path }) => ({ contents: messages(path), loader: "js" }));
  },
});

for (const language of LANGUAGES) {
  const { outputFiles } = await build({
    entryPoints: ["src/guide.js"],
    bundle: true,
    minify: true,
    format: "esm",
    sourcemap: "external",
    outdir: `dist/${language}`,
    write: false,
    plugins: [texts(language)],
  });
  const bytes = outputFiles.reduce((sum, { contents }) => sum + contents.length, 0);
  console.log(`${language}: ${outputFiles.length} files, ${Math.round(bytes / 1024)} kB`);
}
