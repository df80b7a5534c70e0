// Runs our side of the comparison as WebAssembly, in the engine that Chromium has: wasi.mjs MODULE ARGUMENTS…
import { readFileSync } from "node:fs";
import { WASI } from "node:wasi";

const [file, ...args] = process.argv.slice(2);
const wasi = new WASI({ version: "preview1", args: ["peers", ...args], env: {} });
wasi.start(new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)), wasi.getImportObject()));
