// The size budget of the page: what a first visit loads, compressed as the server sends it.
//
// Counted is every script, module, style sheet and font below target/site; the HTML itself (different on every page) and pictures
// are not. Exits with 1 when the budget is exceeded.
import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

const SITE = "target/site";
// The goal is 450; until the pages are split, this keeps what was won from being lost.
const BUDGET_KB = 620;
const COUNTED = new Set([".js", ".wasm", ".css", ".woff2"]);

/** Files that are compressed already: a browser loads them as they are. */
const COMPRESSED = new Set([".woff2"]);

function measure(path) {
  const bytes = readFileSync(path);
  if (COMPRESSED.has(extname(path))) {
    return { path, raw: bytes.length, gzip: bytes.length, brotli: bytes.length };
  }
  return { path, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes).length };
}

const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(9);
const row = (name, size) => `${name.padEnd(44)}${kb(size.raw)}${kb(size.gzip)}${kb(size.brotli)}`;

const files = readdirSync(SITE, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && COUNTED.has(extname(entry.name)))
  .map((entry) => measure(join(entry.parentPath ?? entry.path, entry.name)))
  .sort((a, b) => b.brotli - a.brotli);
const total = files.reduce(
  (sum, file) => ({ raw: sum.raw + file.raw, gzip: sum.gzip + file.gzip, brotli: sum.brotli + file.brotli }),
  { raw: 0, gzip: 0, brotli: 0 },
);

console.log(`${"kB".padEnd(44)}${"raw".padStart(9)}${"gzip".padStart(9)}${"brotli".padStart(9)}`);
for (const file of files) console.log(row(relative(SITE, file.path), file));
console.log(row("first load", total));

if (!files.some((file) => file.path.endsWith(".wasm"))) {
  console.error(`No WebAssembly below ${SITE}: the release build is missing.`);
  process.exit(1);
}
if (total.brotli > BUDGET_KB * 1000) {
  console.error(`The first load is ${kb(total.brotli).trim()} kB (brotli), the budget is ${BUDGET_KB} kB.`);
  process.exit(1);
}
