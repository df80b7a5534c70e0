// The size budget of the page: what a first visit to each page loads, compressed as the server sends it.
//
// The module is split: every page loads the module itself, its own part with what it shares with others, the scripts and the
// style sheet. The simulation's module comes with the first question, into the workers. The HTML itself (different on every page) and
// pictures are not counted. Exits with 1 when a page or the simulation exceeds its budget.
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const PKG = "target/site/pkg";
const ENGINE = "target/site/engine";
const BUDGET_KB = 450;
/**
 * Over the budget: tables, dialogs and editors of these pages come with their first load. They must not grow further, and shrink by being cut as the
 * chart was (`workbench`). A few kilobytes of room each: a small change of the code can put parts into other packs.
 */
const OVER_KB = new Map([
  ["/organigramm", 527],
  ["/stellenplan", 465],
  ["/simulation", 486],
  ["/szenarien/vergleich", 468],
  ["/szenarien/akte", 484],
  ["/szenarien/:id", 497],
]);
/** Files of a first load: each is a request of its own (scripts/pack-parts.mjs). */
const MOST_FILES = 40;
const ENGINE_BUDGET_KB = 194;
const EVERY_PAGE = ["stellwerk.wasm", "stellwerk.js", "__wasm_split.______________________.js", "stellwerk.css"];

/** The build's names of the parts, up to the number that it appends, and what a reader calls them. */
const PAGES = new Map([
  ["__overview_page_view_", "/"],
  ["__chart_page_view_", "/organigramm"],
  ["__assessment_page_view_", "/bemessung"],
  ["__staffing_plan_page_view_", "/stellenplan"],
  ["__simulation_page_view_", "/simulation"],
  ["__statement_page_view_", "/stellungnahme"],
  ["__scenarios_page_view_", "/szenarien"],
  ["__comparison_page_view_", "/szenarien/vergleich"],
  ["__record_page_view_", "/szenarien/akte"],
  ["__one_scenario_page_view_", "/szenarien/:id"],
  ["door_pages_", "/anmelden"],
  ["account_pages_", "/verwaltung"],
  ["__data_page_view_", "/daten"],
  ["about_pages_", "/datenschutz"],
  ["case_pages_", "/faelle"],
  ["help_pages_", "/hilfe"],
]);
/** Parts that no page loads at first, and what asks for them. */
const LATER = new Map([
  ["forecasting", "the page's side of the simulation"],
  ["together", "what working together needs"],
  ["studies", "what the studies of /simulation compute with"],
  ["workbench", "dialogs, table and picture of the chart"],
  ["assumption_forms", "the assumptions of /simulation with their forms"],
  ["post_forms", "forms of posts and frozen plans of /stellenplan"],
  ["estimates", "rounding, estimates and worked examples of /bemessung"],
  ["decisions", "what was decided about a scenario, on /szenarien/akte"],
  ["plan_reading", "a plan that comes as a file on /daten"],
]);

const NONE = { raw: 0, gzip: 0, brotli: 0 };
const add = (a, b) => ({ raw: a.raw + b.raw, gzip: a.gzip + b.gzip, brotli: a.brotli + b.brotli });
const kb = (bytes) => (bytes / 1000).toFixed(1).padStart(9);
const row = (name, size) => console.log(`${name.padEnd(44)}${kb(size.raw)}${kb(size.gzip)}${kb(size.brotli)}`);

const known = new Map();

/** What the server sends: the compressed copies of the build. Files are part of many pages, and are read once. */
function measure(name, folder = PKG) {
  const path = join(folder, name);
  let size = known.get(path);
  if (!size) {
    const [raw, gzip, brotli] = ["", ".gz", ".br"].map((form) => statSync(path + form).size);
    size = { raw, gzip, brotli };
    known.set(path, size);
  }
  return size;
}

function sum(names) {
  return names.map((name) => measure(name)).reduce(add, NONE);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

/** The files of the part whose name starts so. */
function part(manifest, start) {
  const found = Object.entries(manifest).find(([name]) => name.startsWith(start));
  if (!found) fail(`The build has no part "${start}…": was a page renamed?`);
  return found[1].map((file) => `${file}.wasm`);
}

const manifest = JSON.parse(readFileSync(join(PKG, "__wasm_split_manifest.json"), "utf8"));
if (Object.keys(manifest).length !== PAGES.size + LATER.size) fail("The build has other parts than this script knows: please add them here.");

console.log(`${"kB".padEnd(44)}${"raw".padStart(9)}${"gzip".padStart(9)}${"brotli".padStart(9)}`);
for (const name of EVERY_PAGE) row(name, measure(name));
const everywhere = sum(EVERY_PAGE);
const pages = [...PAGES].map(([start, path]) => ({ path, files: part(manifest, start) }));
const later = [...LATER].map(([start, name]) => ({ name, files: part(manifest, start) }));
const everything = new Set([...pages, ...later].flatMap((part) => part.files));
row("every part of the module, and the rest", add(everywhere, sum([...everything])));
let most = 0;
for (const page of pages) {
  const load = add(everywhere, sum(page.files));
  const files = EVERY_PAGE.length + page.files.length;
  row(`first load of ${page.path}, ${files} files`, load);
  if (files > MOST_FILES) fail(`A first load of ${page.path} takes ${files} files, the bound is ${MOST_FILES}.`);
  for (const { name, files } of later) row(`  and ${name} there`, sum(files.filter((file) => !page.files.includes(file))));
  most = Math.max(most, load.brotli - ((OVER_KB.get(page.path) ?? BUDGET_KB) - BUDGET_KB) * 1000);
}
if (most > BUDGET_KB * 1000) fail(`A first load is ${kb(most - BUDGET_KB * 1000).trim()} kB (brotli) over its budget of ${BUDGET_KB} kB and what it was granted.`);
const engine = ["worker.js", "engine.js", "engine_bg.wasm"].map((name) => measure(name, ENGINE)).reduce(add, NONE);
row("the simulation, with the first question", engine);
if (engine.brotli > ENGINE_BUDGET_KB * 1000) fail(`The simulation is ${kb(engine.brotli).trim()} kB (brotli), the budget is ${ENGINE_BUDGET_KB} kB.`);
