// Builds the apps of the shop, all at once to save time.
import { build } from "vite";

const APPS = ["admin", "catalogue", "checkout", "kiosk"];

await Promise.all(
  APPS.map((app) =>
    build({
      configFile: false,
      root: `apps/${app}`,
      logLevel: "info",
      build: { outDir: `../../dist/${app}`, emptyOutDir: true, minify: false, reportCompressedSize: false },
    }),
  ),
);
console.log(`${APPS.length} apps are built`);
