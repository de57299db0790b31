import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig, type Plugin } from "vite";

const OUT = resolve(import.meta.dirname, "../../src/chuangcheng/evidence/visits/static/field");
const BASE = "/static/field/";
const PROJECT = readFileSync(resolve(import.meta.dirname, "../../pyproject.toml"), "utf8");
const VERSION = /^version = "(.+)"$/m.exec(PROJECT)?.[1] ?? "0";

/** Tell the service worker which files make the app, under a name that changes with them. */
function precache(): Plugin {
  return {
    name: "precache",
    generateBundle(_options, bundle) {
      const worker = bundle["sw.js"];
      if (worker?.type !== "chunk") throw new Error("The service worker was not built.");
      const files = Object.keys(bundle).filter((name) => name.startsWith("assets/"));
      const own = ["mark.svg", "icon-192.png", ...files].map((name) => BASE + name);
      const addresses = ["/field/", "/field/manifest.webmanifest", ...own];
      const page = bundle["index.html"];
      const text = page?.type === "asset" ? String(page.source) : "";
      const stamp = createHash("sha256")
        .update(files.join() + text)
        .digest("hex")
        .slice(0, 12);
      worker.code = worker.code
        .replace("__STAMP__", stamp)
        .replace(/["'`]__ADDRESSES__["'`]/, JSON.stringify(addresses));
    },
  };
}

export default defineConfig({
  base: BASE,
  define: { __VERSION__: JSON.stringify(VERSION) },
  plugins: [precache()],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: "es2020",
    modulePreload: false,
    assetsInlineLimit: 0,
    rollupOptions: {
      input: {
        app: resolve(import.meta.dirname, "index.html"),
        sw: resolve(import.meta.dirname, "src/worker.ts"),
      },
      output: {
        entryFileNames: (chunk) => (chunk.name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
      },
    },
  },
});
