// The licences and sources of all dependencies against deny.toml: what `cargo deny check licenses sources` does, without a
// tool that takes minutes to build. Beyond that:
//
//   withdrawn versions   („yanked“) by the part of the registry's index that cargo keeps on this machine; it is as old as the last time
//                        that cargo asked, and where it does not know a crate, that is said and nothing more
//   known faults         need a database from the network, which a build cannot reach: `cargo deny check advisories` where it is. Those
//                        that deny.toml accepts are told, and it is looked whether their crates are still there
//
// Exits with 1 where a licence is not in the list, a package says nothing of its licence or comes from elsewhere, a version was withdrawn, or
// the reason for which a fault is accepted does not hold any more.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const REGISTRY = "registry+https://github.com/rust-lang/crates.io-index";
const NPM = "https://registry.npmjs.org/";

/** Licences that tools of the browser tests may have beside those of deny.toml: nothing of them is shipped. */
const TOOLS = ["MPL-2.0"];

/** The list `allow` of deny.toml. */
function allowed() {
  const text = readFileSync("deny.toml", "utf8").replace(/#.*$/gm, "");
  const list = text.match(/^\[licenses\][^[]*?allow = \[([^\]]*)\]/m);
  if (!list) throw new Error("deny.toml has no list of allowed licences");
  return new Set([...list[1].matchAll(/"([^"]+)"/g)].map((match) => match[1]));
}

/** The accepted faults of deny.toml: identifier and reason, which begins with the crate. */
function accepted() {
  const text = readFileSync("deny.toml", "utf8");
  return [...text.matchAll(/\{ id = "([^"]+)", reason = "(([a-z0-9_-]+): [^"]+)" \}/g)].map(([, id, reason, crate]) => ({ id, reason, crate }));
}

/** Where cargo keeps what it has seen of the registry's index; none where it has not been asked yet. */
function index() {
  const folder = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "registry/index");
  if (!existsSync(folder)) return undefined;
  const found = readdirSync(folder).find((name) => name.startsWith("index.crates.io-"));
  return found && join(folder, found, ".cache");
}

/** The versions of a crate that were withdrawn; none where the index does not know the crate. A file holds texts that end with a zero
 *  byte: what it is, then for each version its number and its line of JSON. */
function withdrawn(folder, name) {
  const low = name.toLowerCase();
  const place = low.length < 3 ? [`${low.length}`] : low.length === 3 ? ["3", low[0]] : [low.slice(0, 2), low.slice(2, 4)];
  const file = join(folder, ...place, low);
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\0").filter((text) => text.startsWith("{"));
  return new Map(lines.map((line) => JSON.parse(line)).map(({ vers, yanked }) => [vers, yanked]));
}

/** Every file of ours below a folder. */
function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(path);
    else if (path.endsWith(".rs")) yield path;
  }
}

/** Whether an SPDX expression can be fulfilled with allowed licences: AND binds closer than OR; „/“ is an old form of OR. */
function fits(expression, allow) {
  const words = expression.replaceAll("/", " OR ").match(/\(|\)|[^\s()]+/g) ?? [];
  let at = 0;
  const one = () => {
    if (words[at] === "(") {
      at += 1;
      const inside = either();
      at += 1;
      return inside;
    }
    let name = words[at++];
    if (words[at] === "WITH") {
      // An exception only allows more than the licence itself.
      at += 2;
    }
    return allow.has(name);
  };
  const both = () => {
    let all = one();
    while (words[at] === "AND") {
      at += 1;
      all = one() && all;
    }
    return all;
  };
  const either = () => {
    let any = both();
    while (words[at] === "OR") {
      at += 1;
      any = both() || any;
    }
    return any;
  };
  return either() && at === words.length;
}

// The reader of expressions is tried before it is trusted.
const probe = new Set(["MIT", "Apache-2.0"]);
const probes = [
  ["MIT", true], ["GPL-3.0", false], ["MIT OR GPL-3.0", true], ["MIT AND GPL-3.0", false], ["(GPL-3.0 OR MIT) AND Apache-2.0", true],
  ["GPL-3.0 OR MIT AND BSD-2-Clause", false], ["Apache-2.0 WITH LLVM-exception OR GPL-3.0", true], ["MIT/Apache-2.0", true], ["", false],
];
for (const [expression, expected] of probes) {
  if (fits(expression, probe) !== expected) throw new Error(`the expression "${expression}" is read wrongly`);
}

const allow = allowed();
const metadata = JSON.parse(
  execFileSync("cargo", ["metadata", "--format-version", "1", "--locked", "--all-features"], { maxBuffer: 1 << 28, encoding: "utf8" }),
);
const faults = [];
const counted = new Map();
for (const { name, version, license, source } of metadata.packages) {
  if (source === null && name === "stellwerk") continue;
  if (source !== REGISTRY) faults.push(`${name} ${version} comes from ${source ?? "a folder"}`);
  if (!license) faults.push(`${name} ${version} names no licence`);
  else if (!fits(license, allow)) faults.push(`${name} ${version}: ${license} is not allowed (deny.toml)`);
  counted.set(license, (counted.get(license) ?? 0) + 1);
}

// Withdrawn versions, as far as this machine knows.
const folder = index();
let unknown = 0;
for (const { name, version, source } of metadata.packages) {
  if (source !== REGISTRY || !folder) continue;
  const state = withdrawn(folder, name)?.get(version);
  if (state === undefined) unknown += 1;
  if (state === true) faults.push(`${name} ${version} was withdrawn by its authors (yanked)`);
}
const known = folder ? `${metadata.packages.length - 1 - unknown} versions are not withdrawn by the index on this machine, of ${unknown} it cannot be told` : "no index on this machine: whether a version was withdrawn cannot be told";

// Known faults that are accepted, and whether their reasons hold.
const faultsAccepted = accepted();
if (faultsAccepted.length !== (readFileSync("deny.toml", "utf8").match(/^\s*\{ id = "RUSTSEC-/gm) ?? []).length) {
  faults.push("deny.toml accepts a fault without a reason that names its crate");
}
for (const { id, crate } of faultsAccepted) {
  if (!metadata.packages.some(({ name }) => name === crate)) faults.push(`deny.toml accepts ${id}, but ${crate} is no dependency any more`);
}
for (const file of sources("src")) {
  if (/PrivateSigningKey|RsaPrivateKey/.test(readFileSync(file, "utf8"))) faults.push(`${file} names a private key: RUSTSEC-2023-0071 concerns it`);
}

const lock = JSON.parse(readFileSync("end2end/package-lock.json", "utf8"));
let tools = 0;
const allowTools = new Set([...allow, ...TOOLS]);
for (const [path, { resolved, integrity, license }] of Object.entries(lock.packages)) {
  if (path === "") continue;
  if (!license) faults.push(`${path} names no licence`);
  else if (!fits(license, allowTools)) faults.push(`${path}: ${license} is not allowed`);
  tools += 1;
  // Without an address it is npm's own registry.
  if (resolved && !resolved.startsWith(NPM)) faults.push(`${path} comes from ${resolved}`);
  if (!integrity) faults.push(`${path} has no checksum`);
}

for (const fault of faults) console.error(fault);
console.log(known);
console.log(`known faults are not looked up here (cargo deny check advisories); accepted in deny.toml: ${faultsAccepted.map(({ id }) => id).join(", ")}`);
console.log(`${metadata.packages.length - 1} crates under ${counted.size} licence terms, ${tools} npm packages of the tests: ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
