import { defineConfig } from "vite";

// One script and one style beside the site's own; Django gives them their addresses.
export default defineConfig({
  publicDir: false,
  build: {
    target: "es2020",
    outDir: "../../src/chuangcheng/ground/site/static/map",
    emptyOutDir: true,
    assetsInlineLimit: 16384,
    cssCodeSplit: false,
    rollupOptions: {
      input: "src/main.ts",
      output: { entryFileNames: "map.js", assetFileNames: "map[extname]" },
    },
  },
});
