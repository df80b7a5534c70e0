// Lets a page that was open before start again without a connection. The server puts one line before this one: `KEPT` says which
// build this is, which files it has, which pages may be kept and for how many hours; without a build nothing is kept any more, and what
// was kept goes.
//
// Files of the build lie in one cache. Pages lie in another one, which carries the mark of the session that they were loaded by: the server
// sends it with each page that may be kept, and pages of another mark go. Nothing but GET is ever answered here.
const { build, files, pages, hours } = KEPT;
const OURS = "stellwerk-";
const PARTS = `${OURS}bau/${build}`;
const PAGES = `${OURS}seiten/`;
const MARK = "stellwerk-vorhalten";
const MOST_PAGES = 12;
/** After so many milliseconds without an answer a kept page is shown. */
const PATIENCE = 8_000;

/** Whether the last page could not be loaded: its files are then taken from here, too. */
let cutOff = false;
/** Counts how often everything was wiped: what was asked for before is not kept after. */
let wiped = 0;

const later = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
const isPage = (path) => pages.includes(path) || /^\/szenarien\/[^/]+$/.test(path);
const isDoor = (path) => path === "/anmelden";
/** Of a proxy whose server does not run; the server's own answers carry an identifier. */
const isGone = (response) => response.status >= 502 && response.status <= 504 && !response.headers.has("x-request-id");

async function forget(isOld) {
  const names = (await caches.keys()).filter((name) => name.startsWith(OURS) && isOld(name));
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** Forgets all pages. */
function wipe() {
  wiped += 1;
  return forget((name) => name.startsWith(PAGES));
}

/** Keeps a page if the server says that it may be kept. */
async function keep(url, response, before) {
  if (isDoor(new URL(response.url || url).pathname)) return wipe();
  const mark = response.headers.get(MARK);
  if (!response.ok || response.redirected || !mark) return;
  const name = PAGES + mark;
  await forget((other) => other.startsWith(PAGES) && other !== name);
  const cache = await caches.open(name);
  await cache.put(url.href, response);
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, -MOST_PAGES).map((request) => cache.delete(request)));
  // Somebody has signed out meanwhile.
  if (before !== wiped) await wipe();
}

const ageOf = (response) => Date.now() - Date.parse(response.headers.get("date") ?? "");
const scenarioOf = (url) => url.searchParams.get("szenario");

/** The page of an address as it was kept; of the same page under another query, the way there. */
async function kept(url) {
  const name = (await caches.keys()).find((name) => name.startsWith(PAGES));
  if (!name) return undefined;
  const cache = await caches.open(name);
  const found = await cache.match(url.href, { ignoreVary: true });
  if (!found) {
    const others = (await cache.keys()).map((request) => new URL(request.url));
    const like = others.findLast((other) => other.pathname === url.pathname && scenarioOf(other) === scenarioOf(url));
    return like && Response.redirect(like.href);
  }
  if (!(ageOf(found) < hours * 3_600_000)) {
    await cache.delete(url.href, { ignoreVary: true });
    return undefined;
  }
  const state = Date.parse(found.headers.get("date"));
  const headers = new Headers(found.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  // The page tells of which time it is.
  const html = (await found.text()).replace("<html ", `<html data-stand="${state}" `);
  return new Response(html, { headers });
}

/** A page: from the server, unless it cannot be reached. */
async function page(event, url) {
  const before = wiped;
  const loaded = fetch(event.request);
  const answered = loaded.then((response) => (isGone(response) ? undefined : response)).catch(() => undefined);
  let response = await Promise.race([answered, later(PATIENCE)]);
  cutOff = !response;
  if (!response) response = (await kept(url)) ?? (await loaded);
  else event.waitUntil(keep(url, response.clone(), before));
  return response;
}

/** Loads the page that somebody has open once more, so that what is kept is what they saw last. */
async function renew(address) {
  const url = new URL(address, location.origin);
  if (url.origin !== location.origin || !isPage(url.pathname)) return;
  const before = wiped;
  try {
    // By the mark the server sees that nobody has asked for it, which must not keep a session alive.
    await keep(url, await fetch(url.href, { headers: { accept: "text/html", [MARK]: "1" } }), before);
  } catch {
    // Without a connection what was kept before stays.
  }
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  if (build) event.waitUntil(caches.open(PARTS).then((cache) => cache.addAll(files)));
});

self.addEventListener("activate", (event) => {
  const takeOver = async () => {
    // The files of another build, and pages that ask for them.
    await forget((name) => !build || (name !== PARTS && !name.startsWith(`${PAGES}${build}.`)));
    if (!build) return self.registration.unregister();
    await self.clients.claim();
  };
  event.waitUntil(takeOver());
});

self.addEventListener("message", (event) => {
  if (build) event.waitUntil(event.data ? renew(event.data) : wipe());
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (!build || url.origin !== location.origin) return;
  if (event.request.method !== "GET") {
    // Whoever signs out without a connection leaves nothing behind either.
    if (url.pathname === "/abmelden") event.waitUntil(wipe());
    return;
  }
  if (event.request.mode === "navigate") {
    if (isPage(url.pathname) || isDoor(url.pathname)) event.respondWith(page(event, url));
  } else if ((cutOff || !navigator.onLine) && files.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname, { ignoreVary: true }).then((found) => found ?? fetch(event.request)));
  }
});
