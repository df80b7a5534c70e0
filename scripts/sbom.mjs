// The list of everything that Stellwerk is made of (SBOM), as CycloneDX 1.6 in JSON: every crate of Cargo.lock and every npm package of the
// build and the tests, with version, licence, checksum, where it comes from, and what depends on what. From the lock files alone, without the
// network; the same lock files give the same bytes, so it carries no time.
//
//   node scripts/sbom.mjs FILE    writes it
//   node scripts/sbom.mjs         only checks it: `make test`
//
// Scope: `required` is part of the program or the page, `excluded` only builds or tests them.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const REGISTRY = "registry+https://github.com/rust-lang/crates.io-index";

const metadata = JSON.parse(
  execFileSync("cargo", ["metadata", "--format-version", "1", "--locked", "--all-features"], { maxBuffer: 1 << 28, encoding: "utf8" }),
);
const packages = new Map(metadata.packages.map((one) => [one.id, one]));
const nodes = new Map(metadata.resolve.nodes.map((node) => [node.id, node]));
const root = metadata.resolve.root;

/** Checksums of Cargo.lock by „name version“. */
function checksums() {
  const found = new Map();
  for (const part of readFileSync("Cargo.lock", "utf8").split("[[package]]").slice(1)) {
    const field = (name) => part.match(new RegExp(`^${name} = "([^"]+)"`, "m"))?.[1];
    found.set(`${field("name")} ${field("version")}`, field("checksum"));
  }
  return found;
}

/** The crates that become part of the program or the page: reached from ours without tools of the build and the tests. A procedural macro runs
 *  in the compiler and leaves nothing of itself. */
function shipped() {
  const reached = new Set([root]);
  const open = [root];
  while (open.length > 0) {
    for (const { pkg, dep_kinds } of nodes.get(open.pop()).deps) {
      const macro = packages.get(pkg).targets.some(({ kind }) => kind.includes("proc-macro"));
      if (macro || reached.has(pkg) || !dep_kinds.some(({ kind }) => kind === null)) continue;
      reached.add(pkg);
      open.push(pkg);
    }
  }
  return reached;
}

/** Licences as an SPDX expression; „/“ is an old form of OR. */
const licences = (license) => (license ? [{ expression: license.replaceAll("/", " OR ").replace(/\s+/g, " ").trim() }] : undefined);

const crate = ({ name, version }) => `pkg:cargo/${name}@${version}`;
const npm = (name, version) => `pkg:npm/${name.replace("@", "%40")}@${version}`;

function crates() {
  const sums = checksums();
  const inside = shipped();
  const others = metadata.packages.filter(({ id }) => id !== root);
  return others.map((one) => ({
    type: "library",
    "bom-ref": crate(one),
    name: one.name,
    version: one.version,
    scope: inside.has(one.id) ? "required" : "excluded",
    hashes: sums.get(`${one.name} ${one.version}`) && [{ alg: "SHA-256", content: sums.get(`${one.name} ${one.version}`) }],
    licenses: licences(one.license),
    purl: crate(one),
    externalReferences: one.repository ? [{ type: "vcs", url: one.repository }] : undefined,
  }));
}

/** npm's packages; one that lies in several folders in one version is one. */
function tools() {
  const lock = JSON.parse(readFileSync("end2end/package-lock.json", "utf8"));
  const found = new Map();
  for (const [path, { version, integrity, license }] of Object.entries(lock.packages)) {
    if (path === "") continue;
    const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
    const [, algorithm, content] = integrity?.match(/^sha(\d+)-(.+)$/) ?? [];
    found.set(npm(name, version), {
      type: "library",
      "bom-ref": npm(name, version),
      name,
      version,
      scope: "excluded",
      hashes: content && [{ alg: `SHA-${algorithm}`, content: Buffer.from(content, "base64").toString("hex") }],
      licenses: licences(license),
      purl: npm(name, version),
    });
  }
  return [...found.values()];
}

/** What was taken over into our own files: each says in its head what it is. */
function taken() {
  const file = "style/vendor/_kern-tokens.scss";
  const content = readFileSync(file);
  const version = content.toString("utf8").match(/@kern-ux\/native (\d+\.\d+\.\d+)/)?.[1];
  return [
    {
      type: "file",
      "bom-ref": npm("@kern-ux/native", version),
      name: "@kern-ux/native",
      version,
      description: `colour tokens, taken over into ${file}`,
      scope: "required",
      hashes: [{ alg: "SHA-256", content: createHash("sha256").update(content).digest("hex") }],
      licenses: licences("EUPL-1.2"),
      purl: npm("@kern-ux/native", version),
    },
    {
      type: "file",
      "bom-ref": "src/server/door/known_passwords.txt",
      name: "@zxcvbn-ts/language-common",
      version: readFileSync("src/server/door/known_passwords.txt", "utf8").match(/language-common (\d+\.\d+\.\d+)/)?.[1],
      description: "passwords of published leaks, taken over into src/server/door/known_passwords.txt",
      scope: "required",
      hashes: [{ alg: "SHA-256", content: createHash("sha256").update(readFileSync("src/server/door/known_passwords.txt")).digest("hex") }],
      licenses: licences("MIT"),
    },
    ...["Regular", "SemiBold"].map((style) => {
      const font = `src/export/fonts/FiraSans-${style}.ttf`;
      const bytes = readFileSync(font);
      return {
        type: "file",
        "bom-ref": font,
        name: `Fira Sans ${style}`,
        version: bytes.toString("latin1").match(/Version (\d+\.\d+)/)?.[1],
        description: "font of exported pictures and documents",
        scope: "required",
        hashes: [{ alg: "SHA-256", content: createHash("sha256").update(bytes).digest("hex") }],
        licenses: licences("OFL-1.1"),
      };
    }),
  ];
}

function dependencies() {
  return metadata.resolve.nodes.map(({ id, deps }) => ({
    ref: crate(packages.get(id)),
    dependsOn: [...new Set(deps.map(({ pkg }) => crate(packages.get(pkg))))].sort(),
  }));
}

function whole() {
  const own = packages.get(root);
  const byRef = (a, b) => (a["bom-ref"] ?? a.ref).localeCompare(b["bom-ref"] ?? b.ref, "en");
  const bom = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
      component: {
        type: "application",
        "bom-ref": crate(own),
        name: own.name,
        version: own.version,
        description: own.description ?? undefined,
        licenses: licences(own.license),
        purl: crate(own),
      },
    },
    components: [...crates(), ...tools(), ...taken()].sort(byRef),
    dependencies: dependencies().sort(byRef),
  };
  // A name of its own that follows from the content (UUID, version 8).
  const hash = createHash("sha256").update(JSON.stringify(bom)).digest("hex");
  const parts = [hash.slice(0, 8), hash.slice(8, 12), `8${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`, hash.slice(20, 32)];
  return { ...bom, serialNumber: `urn:uuid:${parts.join("-")}` };
}

/** What is wrong with it: what CycloneDX demands of these fields, and that nothing of the lock files is missing. */
function faults(bom) {
  const wrong = [];
  const refs = new Set([bom.metadata.component["bom-ref"]]);
  for (const one of bom.components) {
    const name = `${one.name} ${one.version}`;
    if (refs.has(one["bom-ref"])) wrong.push(`${name} stands twice`);
    refs.add(one["bom-ref"]);
    if (one.type !== "file" && !/^pkg:(cargo|npm)\/[^\s@]+@[^\s@]+$/.test(one.purl)) wrong.push(`${name}: ${one.purl} is no package URL`);
    if (!one.version) wrong.push(`${name} has no version`);
    if (!one.licenses?.[0].expression) wrong.push(`${name} names no licence`);
    const length = { "SHA-256": 64, "SHA-384": 96, "SHA-512": 128, "SHA-1": 40 }[one.hashes?.[0].alg];
    if (one.hashes?.[0].content.length !== length || !/^[0-9a-f]+$/.test(one.hashes[0].content)) wrong.push(`${name} has no checksum`);
  }
  const graph = new Set();
  for (const { ref, dependsOn } of bom.dependencies) {
    if (graph.has(ref)) wrong.push(`${ref} depends twice`);
    graph.add(ref);
    for (const other of [ref, ...dependsOn]) if (!refs.has(other)) wrong.push(`${other} is depended on and not listed`);
  }
  // Cargo.lock itself: what cargo's own list leaves out is for other systems only, and there is none such with all of them.
  for (const name of checksums().keys()) {
    if (!refs.has(`pkg:cargo/${name.replace(" ", "@")}`)) wrong.push(`${name} of Cargo.lock is missing`);
  }
  if (metadata.packages.some(({ id, source }) => id !== root && source !== REGISTRY)) wrong.push("a crate comes from elsewhere than the registry");
  if (!/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(bom.serialNumber)) wrong.push("its own name is no UUID");
  return wrong;
}

const bom = whole();
const wrong = faults(JSON.parse(JSON.stringify(bom)));
for (const fault of wrong) console.error(fault);
const [file] = process.argv.slice(2);
if (file && wrong.length === 0) writeFileSync(file, `${JSON.stringify(bom, undefined, 2)}\n`);
const required = bom.components.filter(({ scope }) => scope === "required").length;
console.log(`${bom.components.length} components, ${required} of them part of program or page, as CycloneDX ${bom.specVersion}${file ? ` in ${file}` : ""}: ${wrong.length} faults`);
process.exit(wrong.length === 0 ? 0 : 1);
