// Keeps the field app and all it needs, so that it opens for days without a network. Only this page is its business.
const CACHE = "anju-field-app";
const PAGE = "/field/";

async function keep() {
  const cache = await caches.open(CACHE);
  const answer = await fetch(PAGE, { cache: "no-store", credentials: "omit" });
  if (!answer.ok || answer.redirected) throw new Error("the page did not come");
  const named = (await answer.clone().text()).matchAll(/(?:href|src)="(\/static\/[^"]+)"/g);
  const needed = [...new Set([...named].map((found) => found[1]))];
  // The old version stays until all of the new one is here.
  await cache.addAll(needed);
  await cache.put(PAGE, answer);
  for (const old of await cache.keys()) {
    const path = new URL(old.url).pathname;
    if (path !== PAGE && !needed.includes(path)) await cache.delete(old);
  }
}

self.addEventListener("install", (event) => event.waitUntil(keep().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === PAGE) event.respondWith(page(event));
  else if (url.pathname.startsWith("/static/"))
    event.respondWith(caches.match(event.request).then((kept) => kept ?? fetch(event.request)));
});

async function page(event) {
  // What is kept comes at once, as a staircase has no network; a new version is fetched behind it.
  const kept = await caches.match(PAGE);
  if (!kept) return fetch(event.request);
  event.waitUntil(keep().catch(() => {}));
  return kept;
}
