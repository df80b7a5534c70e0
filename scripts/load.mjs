// Load and soak on loopback, bounded: pages, server functions, exports, a storm of sign-ins and more callers than there is room for, against a
// server of its own on a database of its own. Prints figures; exits with 1 where an answer was a fault, or where memory grows in a soak.
//
//   node scripts/load.mjs                 two minutes: each kind of load for ten seconds
//   node scripts/load.mjs --soak 600      ten minutes at a steady rate, with memory, log and open files over time
//   STELLWERK_BINARY=…                    another program than target/release/stellwerk
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { Agent, request } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomUUID } from "node:crypto";

const BINARY = process.env.STELLWERK_BINARY ?? "target/release/stellwerk";
const soakAt = process.argv.indexOf("--soak");
const SOAK = soakAt > 0 ? Number(process.argv[soakAt + 1]) : 0;
const SECONDS = Number(process.env.LOAD_SECONDS ?? 10);
const PAGES = ["/", "/organigramm", "/bemessung", "/simulation", "/szenarien", "/datenschutz", "/faelle", "/faelle/aufenthalt", "/stellenplan"];
const FILES = [
  "/export/organigramm?form=pdf",
  "/export/organigramm?form=csv",
  "/export/stellenplan?form=xlsx",
  "/export/veraenderungen?form=csv",
  "/export/bemessung?form=docx",
  "/export/faelle?form=csv",
  "/export/faelle?einheit=aufenthalt&form=pdf",
  "/export/fristen",
];
/** Accounts that sign in at the same time: fewer than the failures from one address after which everybody there has to wait. */
const ACCOUNTS = 24;
/** After the first third of a soak memory may grow by a tenth, or by sixteen megabytes where that is more. */
const GROWTH = { share: 0.1, megabytes: 16 };
const HEADERS = { "content-type": "application/json", "sec-fetch-site": "same-origin" };

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const folder = mkdtempSync(join(tmpdir(), "stellwerk-load-"));
const database = join(folder, "stellwerk.db");
const port = await freePort();
const started = Date.now();
const flags = (process.env.STELLWERK_FLAGS ?? "").split(" ").filter(Boolean);
const server = spawn(BINARY, ["serve", "--port", String(port), "--database", database, "--log", "error", "--demo", "--requests", "1000000", ...flags], {
  stdio: ["ignore", "ignore", "inherit"],
});
const agent = new Agent({ keepAlive: true, maxSockets: 2000 });
let cookie = "";

/** One request: its status, its time in milliseconds, its body. */
function call(method, path, body, headers = {}) {
  const begun = performance.now();
  return new Promise((resolve) => {
    const sent = request({ host: "127.0.0.1", port, method, path, agent, headers: { ...(cookie && { cookie }), ...headers } }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => resolve({ status: answer.statusCode, ms: performance.now() - begun, text: Buffer.concat(parts).toString(), headers: answer.headers }));
    });
    sent.on("error", (error) => resolve({ status: 0, ms: performance.now() - begun, text: String(error), headers: {} }));
    sent.end(body);
  });
}

const run = async (name, body, headers = {}) => {
  const answer = await call("POST", `/api/${name}`, JSON.stringify(body), { ...HEADERS, ...headers });
  return { ...answer, json: () => JSON.parse(answer.text) };
};

const state = () => {
  const status = readFileSync(`/proc/${server.pid}/status`, "utf8");
  const size = (file) => {
    try {
      return statSync(file).size / 1e6;
    } catch {
      return 0;
    }
  };
  return {
    most: Number(status.match(/VmHWM:\s+(\d+)/)[1]) / 1000,
    rss: Number(status.match(/VmRSS:\s+(\d+)/)[1]) / 1000,
    files: readdirSync(`/proc/${server.pid}/fd`).length,
    log: size(`${database}-wal`),
    database: size(database),
  };
};

const faults = [];

/** So many at once, each asking again as soon as it has its answer, for so many seconds. */
async function storm(name, callers, seconds, ask, tolerated = []) {
  const times = [];
  const statuses = new Map();
  const end = performance.now() + seconds * 1000;
  const worker = async (number) => {
    while (performance.now() < end) {
      const { status, ms, text } = await ask(number);
      const fine = status >= 200 && status < 400;
      if (fine) times.push(ms);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if (!fine && !tolerated.includes(status)) faults.push(`${name}: ${status} ${text.slice(0, 200)}`);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: callers }, (_, number) => worker(number)));
  const elapsed = (performance.now() - begun) / 1000;
  times.sort((a, b) => a - b);
  const quantile = (share) => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN).toFixed(1);
  const counts = [...statuses].map(([status, count]) => `${status}: ${count}`).join(", ");
  const rate = (times.length / elapsed).toFixed(0);
  console.log(
    `${name.padEnd(34)} ${String(callers).padStart(4)} callers ${rate.padStart(6)}/s   p50 ${quantile(0.5)}  p95 ${quantile(0.95)}  p99 ${quantile(0.99)} ms   ${counts}   ${state().rss.toFixed(0)} MB`,
  );
}

/** A scenario of its own for each caller, and the command that follows the last one. */
async function writers(count) {
  const plan = (await run("scenarios/current", {})).json().baseline;
  const [post] = plan.posts;
  const other = plan.posts.find((one) => one.unit && one.unit !== post.unit);
  const change = { effective: "2024-03-01", action: { move_post: { post: post.id, to: other.unit } } };
  const desks = [];
  for (let number = 0; number < count; number += 1) {
    const made = (await run("scenarios/create", { command: { command: randomUUID(), name: `Last ${number}` } })).json();
    desks.push({ id: made.id, version: made.version });
  }
  return async (number) => {
    const desk = desks[number % desks.length];
    const command = { scenario: desk.id, version: desk.version, command: randomUUID() };
    const answer = desk.version % 2 === 1 ? await run("scenarios/append", { command: { ...command, changes: [change] } }) : await run("scenarios/undo", { command });
    if (answer.status === 200) desk.version = answer.json().version;
    return answer;
  };
}

const FORM = { ...HEADERS, "content-type": "application/x-www-form-urlencoded" };

/** Takes a role of the demonstration; the cookie that stands for it. */
async function enter(role) {
  const entered = await call("POST", "/anmelden/demonstration", `rolle=${role}`, { ...FORM, cookie: "" });
  return entered.headers["set-cookie"]?.[0].split(";")[0] ?? "";
}

/** Accounts with passwords; the answer signs in with the one of a number, as a browser that is known by nothing. */
async function accounts(count) {
  const administration = { cookie: await enter("administrator") };
  const password = `passwort ${randomUUID()}`;
  for (let number = 0; number < count; number += 1) {
    const made = await run("accounts/create", { command: { name: `last-${number}`, role: "manager", unit: null } }, administration);
    const key = made.json().address.split("#")[1];
    const redeemed = await run("account/redeem", { command: { key, password } }, { cookie: "" });
    if (redeemed.status !== 200) throw new Error(`no password was set: ${redeemed.text}`);
  }
  return async (number) => {
    const form = `name=last-${number % count}&kennwort=${encodeURIComponent(password)}`;
    const answer = await call("POST", "/anmelden", form, { ...FORM, cookie: "" });
    // Whoever is not let in is led back to the form: that is no success here, and refused only where all places are taken.
    if (answer.status !== 303 || answer.headers["set-cookie"]) return answer;
    const { location } = answer.headers;
    return { ...answer, status: location.includes("grund=ausgelastet") ? 503 : 499, text: `not let in: ${location}` };
  };
}

async function soak(seconds) {
  const write = await writers(4);
  const rows = [];
  const end = performance.now() + seconds * 1000;
  let [asked, wrong] = [0, 0];
  const note = async (ask) => {
    const { status, text } = await ask;
    asked += 1;
    if (status !== 200) {
      wrong += 1;
      faults.push(`soak: ${status} ${text.slice(0, 200)}`);
    }
  };
  let turn = 0;
  // Each writes into a scenario of its own: of two that write into one at the same moment the later one is rightly told of a conflict.
  const steady = async (writer) => {
    while (performance.now() < end) {
      turn += 1;
      const [path, file] = [PAGES[turn % PAGES.length], FILES[turn % FILES.length]];
      const read = turn % 3 === 0 ? () => run("scenarios/current", {}) : () => call("GET", path);
      await note(turn % 10 === 0 ? write(writer) : turn % 25 === 0 ? call("GET", file) : read());
      await sleep(20);
    }
  };
  const watch = async () => {
    const begun = performance.now();
    while (performance.now() < end) {
      const { rss, files, log, database } = state();
      rows.push(rss);
      console.log(
        `${((performance.now() - begun) / 1000).toFixed(0).padStart(5)} s  ${rss.toFixed(1).padStart(7)} MB  ${String(files).padStart(3)} files  log ${log.toFixed(1)} MB  database ${database.toFixed(1)} MB  ${asked} answers`,
      );
      await sleep(Math.min(30_000, seconds * 100));
    }
  };
  await Promise.all([watch(), ...[0, 1, 2, 3].map(steady)]);
  const third = Math.max(1, Math.floor(rows.length / 3));
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / list.length;
  const [middle, last] = [mean(rows.slice(third, 2 * third)), mean(rows.slice(-third))];
  console.log(`${asked} answers, ${wrong} wrong; memory ${middle.toFixed(1)} MB in the second third, ${last.toFixed(1)} MB in the last (${((last / middle - 1) * 100).toFixed(1)} %)`);
  const most = Math.max(middle * GROWTH.share, GROWTH.megabytes);
  if (last - middle > most) faults.push(`memory grew by ${(last - middle).toFixed(1)} MB after warming up, more than ${most.toFixed(1)} MB`);
}

try {
  while ((await call("GET", "/readyz")).status !== 200) {
    if (Date.now() - started > 20_000 || server.exitCode !== null) throw new Error("the server does not start");
    await sleep(50);
  }
  cookie = await enter("manager");
  console.log(`ready after ${Date.now() - started} ms, ${state().rss.toFixed(0)} MB`);
  if (SOAK > 0) {
    await soak(SOAK);
  } else {
    let turn = 0;
    for (const path of PAGES) await storm(`page ${path}`, 8, SECONDS / 4, () => call("GET", path));
    await storm("pages, mixed", 50, SECONDS, () => call("GET", PAGES[turn++ % PAGES.length]));
    const { id } = (await run("scenarios/current", {})).json();
    await storm("function scenarios/version", 50, SECONDS, () => run("scenarios/version", { scenario: id }));
    await storm("function scenarios/current", 50, SECONDS, () => run("scenarios/current", {}));
    const write = await writers(16);
    await storm("commands, acknowledged on disk", 16, SECONDS, write);
    for (const file of FILES) await storm(`file ${file.replace("/export/", "")}`, 4, SECONDS / 4, () => call("GET", file));
    // Each hashes a password, which takes 64 MB for a moment; others wait for their turn or are told to come back.
    const enters = await accounts(ACCOUNTS);
    await storm("sign-in with the right password", ACCOUNTS, SECONDS, enters, [503]);
    console.log(`memory until here at most ${state().most.toFixed(0)} MB`);
    // After some failures the address has to wait; nothing is hashed for those who do.
    const guess = () => call("POST", "/anmelden", `name=${randomUUID()}&kennwort=${randomUUID()}`, { ...FORM, cookie: "" });
    await storm("guesses, held up", 64, SECONDS / 2, guess, [503]);
    await storm("far too many at once", 1500, SECONDS / 2, () => call("GET", "/"), [0, 503]);
    await sleep(1000);
    const after = await call("GET", "/");
    console.log(`after that a page takes ${after.ms.toFixed(0)} ms (${after.status})`);
    if (after.status !== 200) faults.push("the server did not recover");
  }
  const { rss, most, files, log, database: size } = state();
  console.log(`at the end: ${rss.toFixed(0)} MB (at most ${most.toFixed(0)}), ${files} open files, log ${log.toFixed(1)} MB, database ${size.toFixed(1)} MB`);
} finally {
  agent.destroy();
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  const code = server.exitCode ?? (await ended);
  if (code !== 0) faults.push(`the server ended with ${code}`);
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults.slice(0, 20)) console.error(fault);
if (faults.length > 0) console.error(`${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
