// Every formula of the workbooks that a server of its own gives out, computed anew by LibreOffice: for the built-in plan and for a
// scenario. The copies that LibreOffice reads hold a wrong result at every formula, so that only what it has computed itself can agree.
// Prints the counts; exits with 1 where a result differs.
//
//   SOFFICE=…            another LibreOffice than the one in PATH
//   STELLWERK_BINARY=…   another program than target/release/stellwerk
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { randomUUID } from "node:crypto";
import { formulas, pack, position, rows, spoilt, unpack } from "./lib/workbook.mjs";

const BINARY = process.env.STELLWERK_BINARY ?? "target/release/stellwerk";
const SOFFICE = process.env.SOFFICE ?? "soffice";
/** Results agree within this share of their size: sums in another order differ in their last bits. */
const TOLERANCE = 1e-9;
/** What stands at every formula before LibreOffice computes. No result of ours comes near it. */
const WRONG = -987654321.5;
const HEADERS = { "content-type": "application/json", "sec-fetch-site": "same-origin" };
const TABLES = [
  "stellenplan",
  "veraenderungen",
  "bemessung?methode=a",
  "bemessung?methode=b",
  "bemessung?faelle=erwartet&minuten=kgst-2025-08&rueckstand=3",
];
/** One of each kind: moved, converted, longer, new in thousandths, on leave, and a grade with a cost of its own. */
const CHANGES = [
  { move_post: { post: "AA-05", to: "einbuergerung" } },
  { set_post: { post: "AA-06", grade: "A 11" } },
  { set_post: { post: "TF-01", kw: "2025-12-31" } },
  { set_post: { post: "AA-02", terms: { leave: { until: "2025-12-31" } } } },
  {
    add_post: {
      id: "NEU-1",
      unit: "service-point",
      title: "Service",
      grade: "E 8",
      fte: 1.077,
      casework: 0.8,
      holder: null,
      provenance: "assumption",
      note: "42 von 39 Stunden",
    },
  },
].map((action) => ({ effective: "2024-03-01", action }));

const folder = mkdtempSync(join(tmpdir(), "stellwerk-recompute-"));
const faults = [];

const freePort = () =>
  new Promise((resolve) => {
    const listening = createServer().listen(0, "127.0.0.1", () => {
      const { port } = listening.address();
      listening.close(() => resolve(port));
    });
  });

/** Starts a server; `get`, `post` and `run` ask it, `end` ends it. */
async function served() {
  const port = await freePort();
  const flags = ["serve", "--demo", "--port", String(port), "--database", join(folder, "stellwerk.db"), "--log", "error", "--requests", "100000"];
  const server = spawn(BINARY, flags, { stdio: ["ignore", "ignore", "inherit"] });
  const base = `http://127.0.0.1:${port}`;
  const begun = Date.now();
  while (!(await fetch(`${base}/readyz`).then((answer) => answer.ok, () => false))) {
    if (Date.now() - begun > 60_000 || server.exitCode !== null) throw new Error("the server does not start");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const form = { ...HEADERS, "content-type": "application/x-www-form-urlencoded" };
  const entered = await fetch(`${base}/anmelden/demonstration`, { method: "POST", headers: form, body: "rolle=manager", redirect: "manual" });
  const cookie = entered.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const answered = async (path, answer) => {
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${bytes.toString().slice(0, 300)}`);
    return bytes;
  };
  return {
    get: async (path) => answered(path, await fetch(base + path, { headers: { cookie } })),
    run: async (name, body) => {
      const asked = { method: "POST", headers: { ...HEADERS, cookie }, body: JSON.stringify(body) };
      return JSON.parse((await answered(name, await fetch(`${base}/api/${name}`, asked))).toString());
    },
    end: async () => {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      const code = server.exitCode ?? (await ended);
      if (code !== 0) faults.push(`the server ended with ${code}`);
    },
  };
}

/** The files as they are given out: each table for the plan and for a scenario. */
async function given(server) {
  const name = "Nachrechnen";
  const made = await server.run("scenarios/create", { command: { command: randomUUID(), name } });
  const { id, version } = made;
  await server.run("scenarios/append", {
    command: { scenario: id, version, command: randomUUID(), changes: CHANGES, reason: "Bedarf" },
  });
  const files = [];
  for (const standing of ["plan", "szenario"]) {
    for (const table of TABLES) {
      const path = `/export/${table}${table.includes("?") ? "&" : "?"}stand=${standing}&szenario=${id}`;
      const [workbook, csv] = [await server.get(`${path}&form=xlsx`), await server.get(`${path}&form=csv`)];
      files.push({ name: `${table} (${standing})`, workbook: unpack(workbook), csv: rows(csv.toString()) });
    }
  }
  return files;
}

/** LibreOffice always computes what it loads; by its own choice it does so only with files of other programs. */
const PROFILE = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>`;

/** What LibreOffice computes in each workbook. */
function computed(files) {
  const [profile, out] = [join(folder, "profile"), join(folder, "out")];
  mkdirSync(join(profile, "user"), { recursive: true });
  writeFileSync(join(profile, "user", "registrymodifications.xcu"), PROFILE);
  const paths = files.map(({ workbook }, number) => {
    const path = join(folder, `${number}.xlsx`);
    writeFileSync(path, pack(spoilt(workbook, WRONG)));
    return path;
  });
  const flags = [`-env:UserInstallation=${pathToFileURL(profile)}`, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", out];
  execFileSync(SOFFICE, [...flags, ...paths], { stdio: ["ignore", "ignore", "inherit"], timeout: 600_000 });
  return files.map((_, number) => formulas(unpack(readFileSync(join(out, `${number}.xlsx`)))));
}

/** A number of a CSV in German form, and the half of its last place. */
function german(text) {
  const number = Number(text.replace(",", "."));
  return text === "" || Number.isNaN(number) ? null : { number, half: 0.5 * 10 ** -(text.split(",")[1]?.length ?? 0) };
}

/** Compares a workbook with what LibreOffice computes: how many formulas, and how many of them stand in the CSV as well. */
function compare({ name, workbook, csv }, found) {
  const key = ({ sheet, place }) => `${sheet}!${place}`;
  const results = new Map(found.map((cell) => [key(cell), cell.result]));
  const written = formulas(workbook);
  if (found.length !== written.length) faults.push(`${name}: ${written.length} formulas became ${found.length}`);
  let inCsv = 0;
  for (const cell of written) {
    const result = results.get(key(cell));
    const told = `${name}, ${key(cell)} =${cell.formula}: LibreOffice ${result}`;
    if (typeof result !== "number" || !(Math.abs(result - cell.result) <= TOLERANCE * Math.max(1, Math.abs(cell.result)))) {
      faults.push(`${told}, file ${cell.result}`);
    } else if (cell.number === 0) {
      const [column, row] = position(cell.place);
      const shown = german(csv[row]?.[column] ?? "");
      const value = csv[0][column].endsWith("(%)") ? result * 100 : result;
      if (!shown || Math.abs(shown.number - value) > shown.half + 1e-6) faults.push(`${told}, CSV ${csv[row]?.[column]}`);
      else inCsv += 1;
    }
  }
  return [written.length, inCsv];
}

try {
  const server = await served();
  const files = await given(server).finally(server.end);
  console.log(execFileSync(SOFFICE, [`-env:UserInstallation=${pathToFileURL(join(folder, "version"))}`, "--version"]).toString().trim());
  const results = computed(files);
  let [all, allInCsv] = [0, 0];
  for (const [number, file] of files.entries()) {
    const [count, inCsv] = compare(file, results[number]);
    if (count === 0) faults.push(`${file.name}: no formula`);
    [all, allInCsv] = [all + count, allInCsv + inCsv];
    console.log(`${String(count).padStart(6)} formulas, ${String(inCsv).padStart(5)} of them in the CSV  ${file.name}`);
  }
  console.log(`${String(all).padStart(6)} formulas, ${String(allInCsv).padStart(5)} of them in the CSV, ${faults.length} differences`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults.slice(0, 40)) console.error(fault);
process.exit(faults.length === 0 ? 0 : 1);
