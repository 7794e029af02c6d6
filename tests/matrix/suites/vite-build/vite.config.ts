import { defineConfig } from "vite";

export default defineConfig({
  cacheDir: ".cache",
  build: { sourcemap: true, target: "esnext" },
});
