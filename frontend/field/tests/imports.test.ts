import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

const FROM = /(?:from|import) "(\.{1,2}\/[^"]+\.tsx?)"/g;

/** Each source file, and those it imports. */
function sources(): Map<string, string[]> {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" })
    .map((name) => join("src", name))
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith(".d.ts"));
  const named = (file: string): string[] =>
    [...readFileSync(file, "utf8").matchAll(FROM)].map((one) => join(dirname(file), one[1] ?? ""));
  return new Map(files.map((file) => [file, named(file)]));
}

/** What is left when every file that imports nothing else of them is taken away, again and again. */
function tangled(all: Map<string, string[]>): string[] {
  const left = new Map(all);
  const isFree = (imports: string[]): boolean => !imports.some((one) => left.has(one));
  for (;;) {
    const free = [...left].filter(([, imports]) => isFree(imports)).map(([file]) => file);
    if (free.length === 0) return [...left.keys()];
    for (const file of free) left.delete(file);
  }
}

test("it finds files that import each other", () => {
  const all = new Map(Object.entries({ a: ["b"], b: ["a"], c: [], d: ["c"] }));
  assert.deepEqual(tangled(all), ["a", "b"]);
});

test("it imports nothing in a circle", () => {
  const all = sources();
  assert.ok((all.get(join("src", "app.tsx")) ?? []).length > 5);
  assert.deepEqual(tangled(all), []);
});
