// The licences and sources of all dependencies against deny.toml: what `cargo deny check licenses sources` does, without a
// tool that takes minutes to build. Known faults (advisories) need a database from the network: `cargo deny check` where
// it is installed.
//
// Exits with 1 where a licence is not in the list, a package says nothing of its licence, or comes from elsewhere.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

const REGISTRY = "registry+https://github.com/rust-lang/crates.io-index";
const NPM = "https://registry.npmjs.org/";

/** The list `allow` of deny.toml. */
function allowed() {
  const text = readFileSync("deny.toml", "utf8").replace(/#.*$/gm, "");
  const list = text.match(/^\[licenses\][^[]*?allow = \[([^\]]*)\]/m);
  if (!list) throw new Error("deny.toml has no list of allowed licences");
  return new Set([...list[1].matchAll(/"([^"]+)"/g)].map((match) => match[1]));
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

const lock = JSON.parse(readFileSync("end2end/package-lock.json", "utf8"));
let tools = 0;
for (const [path, { resolved, integrity }] of Object.entries(lock.packages)) {
  if (path === "") continue;
  tools += 1;
  // Without an address it is npm's own registry.
  if (resolved && !resolved.startsWith(NPM)) faults.push(`${path} comes from ${resolved}`);
  if (!integrity) faults.push(`${path} has no checksum`);
}

for (const fault of faults) console.error(fault);
console.log(`${metadata.packages.length - 1} crates under ${counted.size} licence terms, ${tools} npm packages of the tests: ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
