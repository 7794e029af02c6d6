import { defineConfig } from "vite";

import { ratePlugin } from "./plugins/rates.js";

export default defineConfig({
  plugins: [ratePlugin()],
  build: { sourcemap: true },
});
