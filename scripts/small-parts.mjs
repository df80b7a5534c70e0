// After the release build: optimises the small parts of the page's module in one process, as cargo-leptos would have done with a
// process for each (see scripts/tools/wasm-opt), and compresses them anew.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const PKG = "target/site/pkg";

// It warns of the kinds of names that it does not know, by the console that it finds when it is loaded.
const complain = console.error;
console.error = (text) => String(text).startsWith("warning: unknown name subsection") || complain(text);
const { default: binaryen } = await import("../end2end/node_modules/binaryen/index.js");

/** Whether there are names of functions: only what has not been optimised has them. */
function hasNames(bytes) {
  return WebAssembly.Module.customSections(new WebAssembly.Module(bytes), "name").length > 0;
}

/** The same as `wasm-opt-features` of Cargo.toml. */
function optimised(bytes) {
  const module = binaryen.readBinary(bytes);
  module.setFeatures(
    binaryen.Features.MVP |
      binaryen.Features.BulkMemory |
      binaryen.Features.BulkMemoryOpt |
      binaryen.Features.NontrappingFPToInt |
      binaryen.Features.SignExt |
      binaryen.Features.MutableGlobals |
      binaryen.Features.ReferenceTypes |
      binaryen.Features.Multivalue,
  );
  module.optimize();
  module.runPasses(["reorder-functions-by-name"]);
  const result = module.emitBinary();
  module.dispose();
  return result;
}

binaryen.setOptimizeLevel(1);
binaryen.setShrinkLevel(0);
binaryen.setDebugInfo(false);
let [count, before, after] = [0, 0, 0];
for (const name of readdirSync(PKG).filter((name) => name.endsWith(".wasm"))) {
  const path = join(PKG, name);
  const bytes = readFileSync(path);
  if (!hasNames(bytes)) continue;
  const smaller = optimised(bytes);
  writeFileSync(path, smaller);
  if (existsSync(`${path}.br`)) {
    writeFileSync(`${path}.br`, brotliCompressSync(smaller, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  }
  if (existsSync(`${path}.gz`)) writeFileSync(`${path}.gz`, gzipSync(smaller, { level: 9 }));
  count += 1;
  before += bytes.length;
  after += smaller.length;
}
console.log(`${count} small parts optimised: ${Math.round(before / 1000)} kB, now ${Math.round(after / 1000)} kB`);
