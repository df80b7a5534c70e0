// After the release build: puts the several hundred parts into which the splitter has cut the page's module into a few dozen packs.
//
// The splitter makes a part of whatever the same pages need together, some of them of a single function: a first visit to the chart took
// 557 requests. Parts only fill places of one table that nobody calls before, so any of them may lie in one file; whoever loads a pack
// gets a little that only other pages need. `REQUEST` says how much of that a request less is worth.
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const PKG = "target/site/pkg";
const MANIFEST = join(PKG, "__wasm_split_manifest.json");
const LOADER = join(PKG, "__wasm_split.______________________.js");
/** Bytes of a part, uncompressed, that a page may load in vain for each request that it saves. */
const REQUEST = 18_000;
/** Most bytes, uncompressed, that one page loads in vain because a single pack is joined with another. */
const MOST_IN_VAIN = 50_000;
const AT_ONCE = 2;

// It warns of the kinds of names that it does not know, by the console that it finds when it is loaded.
const complain = console.error;
console.error = (text) => String(text).startsWith("warning: unknown name subsection") || complain(text);
const { default: binaryen } = await import("../end2end/node_modules/binaryen/index.js");

/** What the compiler of the page makes use of: how the two tools call it. */
const FEATURES = new Map([
  ["bulk-memory", binaryen.Features.BulkMemory],
  ["bulk-memory-opt", binaryen.Features.BulkMemoryOpt],
  ["nontrapping-float-to-int", binaryen.Features.NontrappingFPToInt],
  ["sign-ext", binaryen.Features.SignExt],
  ["mutable-globals", binaryen.Features.MutableGlobals],
  ["reference-types", binaryen.Features.ReferenceTypes],
  ["multivalue", binaryen.Features.Multivalue],
]);
const features = [...FEATURES.values()].reduce((all, one) => all | one, binaryen.Features.MVP);

const bits = (set) => {
  let count = 0;
  for (let rest = set; rest; rest &= rest - 1) count += 1;
  return count;
};

/** How much more a byte and a request of a first load count than one of what a page fetches later, while somebody reads already. */
const WAITED_FOR = 3;
/** Pages, by their bit; all others are parts that a page fetches later. */
let ofPages = 0;
const isPage = (name) => /_pages?_/.test(name);

/** Pages of which little room is left to their bound (scripts/sizes.mjs), and those of which least is: what is loaded in vain goes where there is room. */
let [littleRoom, leastRoom] = [0, 0];
const hasLittleRoom = (name) => /^_*(chart_page|staffing_plan_page|simulation_page|comparison_page|record_page|one_scenario_page|account_pages)_/.test(name);
const hasLeastRoom = (name) => /^_*(staffing_plan_page|simulation_page|one_scenario_page)_/.test(name);

/** How many load something, each by its weight. */
const weight = (set) => bits(set) + (WAITED_FOR - 1) * bits(set & ofPages) + bits(set & littleRoom) + bits(set & leastRoom);

/** What each page that needs only the other pack would load in vain of this one. */
const inVain = (pack, other) => (other.users & ~pack.users & ofPages ? pack.size : 0);

/**
 * What two packs cost in one instead of in two: bytes in vain for pages that need one only, less the requests of those that need both. Nothing
 * is saved where a page would load more than `MOST_IN_VAIN`, however many others would be served.
 */
const cost = (a, b) =>
  Math.max(inVain(a, b), inVain(b, a)) > MOST_IN_VAIN ? 0 : a.size * weight(b.users & ~a.users) + b.size * weight(a.users & ~b.users) - REQUEST * weight(a.users & b.users);

/** Joins the two whose joining saves most, until none does: quadratic in the number of parts, as each remembers its best partner. */
function joined(packs) {
  const left = new Set(packs.keys());
  const best = packs.map(() => ({ with: -1, cost: 0 }));
  const search = (one) => {
    best[one] = { with: -1, cost: 0 };
    for (const other of left) {
      if (other === one) continue;
      const found = cost(packs[one], packs[other]);
      if (found < best[one].cost) best[one] = { with: other, cost: found };
    }
  };
  left.forEach(search);
  for (;;) {
    let one = -1;
    for (const each of left) if (best[each].with >= 0 && (one < 0 || best[each].cost < best[one].cost)) one = each;
    if (one < 0) return [...left].map((each) => packs[each].parts);
    const other = best[one].with;
    const [a, b] = [packs[one], packs[other]];
    packs[one] = { users: a.users | b.users, size: a.size + b.size, parts: [...a.parts, ...b.parts] };
    left.delete(other);
    search(one);
    for (const each of left) {
      if (each === one) continue;
      if (best[each].with === one || best[each].with === other) search(each);
      else if (cost(packs[each], packs[one]) < best[each].cost) best[each] = { with: one, cost: cost(packs[each], packs[one]) };
    }
  }
}

/** The pages that load some parts in one pack, and how large it is. */
function taken(parts) {
  let [users, size] = [0, 0];
  for (const part of parts) {
    users |= part.users;
    size += part.size;
  }
  return { users, size };
}

/** What some parts in one pack cost all pages: its bytes and a request for each that loads it. */
function price(parts) {
  const { users, size } = taken(parts);
  return (size + REQUEST) * weight(users);
}

/** Puts each part where it costs least, until none saves any more: what was joined early may lie better elsewhere in the end. */
function mended(packs) {
  const prices = packs.map(price);
  for (let moved = true; moved; ) {
    moved = false;
    for (const [from, pack] of packs.entries()) {
      for (const part of [...pack]) {
        const saved = prices[from] - price(pack.filter((other) => other !== part));
        const more = packs.map((other, at) => (at === from ? Infinity : price([...other, part]) - prices[at]));
        const least = Math.min(...more);
        if (least >= saved) continue;
        const to = more.indexOf(least);
        pack.splice(pack.indexOf(part), 1);
        packs[to].push(part);
        [prices[from], prices[to]] = [price(pack), price(packs[to])];
        moved = true;
      }
    }
  }
  return packs.filter((pack) => pack.length > 0);
}

/**
 * The packs of a manifest: to each file the pages that need it. The parts are joined in an order that goes by the pages' names and by size, as
 * the splitter gives pages and files another order in every build, and of two joins that save as much the first one is made.
 */
function packs(manifest) {
  const names = Object.keys(manifest);
  const those = (is) => names.reduce((set, name, page) => (is(name) ? set | (1 << page) : set), 0);
  [ofPages, littleRoom, leastRoom] = [isPage, hasLittleRoom, hasLeastRoom].map(those);
  const rank = new Map([...names].sort().map((name, at) => [name, at]));
  const parts = new Map();
  names.forEach((name, page) => {
    for (const file of manifest[name]) {
      const part = parts.get(file) ?? { users: 0, key: 0, size: statSync(join(PKG, `${file}.wasm`)).size, file };
      part.users |= 1 << page;
      part.key |= 1 << rank.get(name);
      parts.set(file, part);
    }
  });
  const ordered = [...parts.values()].sort((one, other) => one.key - other.key || one.size - other.size);
  const alone = ordered.map((part) => ({ users: part.users, size: part.size, parts: [part] }));
  return mended(joined(alone)).map((pack) => ({ ...taken(pack), files: pack.map(({ file }) => file) }));
}

/** What all parts import, once: merged with them, it takes the place of the imports of each. A part that stays alone keeps its own. */
function host(files) {
  let [pages, slots] = [1, 1];
  for (const file of files) {
    const module = binaryen.readBinary(readFileSync(join(PKG, `${file}.wasm`)));
    pages = Math.max(pages, module.getMemoryInfo().initial);
    slots = Math.max(slots, binaryen.getTableInfo(module.getTableByIndex(0)).initial);
    module.dispose();
  }
  const module = binaryen.parseText(`(module
    (import "host" "memory" (memory $memory ${pages}))
    (import "host" "__indirect_function_table" (table $table ${slots} funcref))
    (import "host" "__wasm_split_shared0" (global $shared (mut i32)))
    (export "memory" (memory $memory))
    (export "__indirect_function_table" (table $table))
    (export "__wasm_split_shared0" (global $shared)))`);
  module.setFeatures(features);
  const bytes = module.emitBinary();
  module.dispose();
  return bytes;
}

/** The same as `wasm-opt-features` of Cargo.toml; what several parts bring along for themselves is kept once. */
function optimised(bytes) {
  const module = binaryen.readBinary(bytes);
  module.setFeatures(features);
  module.optimize();
  module.runPasses(["duplicate-function-elimination", "reorder-functions-by-name"]);
  const result = module.emitBinary();
  module.dispose();
  return result;
}

/** The script that the module calls for a part: loads its packs at once, each of them one time. A failed load is tried anew by the next call. */
function loader(manifest) {
  const exports = Object.entries(manifest).map(
    ([part, files]) => `export const __wasm_split_load_${part} = part(${JSON.stringify(files.map((file) => Number(file.replace("pack_", ""))))});`,
  );
  return `import { initSync } from "./stellwerk.js";
let shared;
function imports() {
  if (!shared) {
    const { memory, __wasm_split_shared0, __indirect_function_table } = initSync(undefined, undefined);
    const host = { memory, __wasm_split_shared0, __indirect_function_table };
    shared = { host, __wasm_split: host };
  }
  return shared;
}
const packs = new Map();
function pack(number) {
  let loading = packs.get(number);
  if (!loading) {
    loading = WebAssembly.instantiateStreaming(fetch(new URL("./pack_" + number + ".wasm", import.meta.url)), imports());
    packs.set(number, loading);
    loading.catch(() => packs.delete(number));
  }
  return loading;
}
function part(numbers) {
  return async (index, data) => {
    let done = true;
    try {
      await Promise.all(numbers.map(pack));
    } catch (error) {
      console.error(error);
      done = false;
    }
    imports().host.__indirect_function_table.get(index)(data, done);
  };
}
${exports.join("\n")}
`;
}

const manifest = JSON.parse(readFileSync(MANIFEST, "utf8"));
const built = readFileSync(LOADER, "utf8");
const strange = Object.keys(manifest).filter((part) => !built.includes(`__wasm_split_load_${part} `));
const shared = /const \{([^}]*)\} = initSync\(undefined, undefined\)/.exec(built)?.[1].split(/[\s,]+/).filter(Boolean).sort().join();
if (strange.length > 0 || shared !== "__indirect_function_table,__wasm_split_shared0,memory") {
  complain(`The splitter writes another loader than scripts/pack-parts.mjs knows: ${strange.join(", ")} (shared: ${shared})`);
  process.exit(1);
}
binaryen.setOptimizeLevel(1);
binaryen.setShrinkLevel(0);
binaryen.setDebugInfo(false);

const parts = [...new Set(Object.values(manifest).flat())];
const folder = mkdtempSync(join(tmpdir(), "stellwerk-packs-"));
try {
  writeFileSync(join(folder, "host.wasm"), host(parts));
  const made = packs(manifest);
  const merge = async (number) => {
    if (made[number].files.length === 1) return optimised(readFileSync(join(PKG, `${made[number].files[0]}.wasm`)));
    const sources = made[number].files.flatMap((file, place) => [join(PKG, `${file}.wasm`), `part${place}`]);
    const target = join(folder, `${number}.wasm`);
    const options = [...[...FEATURES.keys()].map((feature) => `--enable-${feature}`), "--skip-export-conflicts", "--debuginfo", "--output", target];
    await promisify(execFile)("wasm-merge", [join(folder, "host.wasm"), "__wasm_split", ...sources, ...options], { maxBuffer: 1 << 26 });
    return optimised(readFileSync(target));
  };
  const results = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < made.length) {
        const number = next++;
        results[number] = await merge(number);
      }
    }),
  );
  for (const file of parts) rmSync(join(PKG, `${file}.wasm`));
  results.forEach((bytes, number) => writeFileSync(join(PKG, `pack_${number}.wasm`), bytes));
  const packed = Object.fromEntries(
    Object.keys(manifest).map((part, page) => [part, made.flatMap((pack, number) => (pack.users & (1 << page) ? [`pack_${number}`] : []))]),
  );
  writeFileSync(MANIFEST, JSON.stringify(packed));
  writeFileSync(LOADER, loader(packed));
  const kb = (bytes) => Math.round(bytes / 1000);
  const before = made.reduce((sum, { size }) => sum + size, 0);
  const after = results.reduce((sum, { length }) => sum + length, 0);
  console.log(`${parts.length} parts of the page, ${kb(before)} kB, in ${made.length} packs, ${kb(after)} kB`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
