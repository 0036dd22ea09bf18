// Keeps one page and all it needs, so that it opens with the network off. Only that page is its business.
// context: page (its address), cache (a name of its own), at_once (what is kept comes first, a new version behind it)
const CACHE = "{{ cache|escapejs }}";
const PAGE = "{{ page|escapejs }}";

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
{% if at_once %}
  // A staircase has no network: nobody waits for one.
  const kept = await caches.match(PAGE);
  if (!kept) return fetch(event.request);
  event.waitUntil(keep().catch(() => {}));
  return kept;
{% else %}
  // The network first, so that a new version is seen; what is kept when it is off or slow.
  const slow = new Promise((_, reject) => { setTimeout(() => reject(new Error("slow")), 4000); });
  try {
    const answer = await Promise.race([fetch(event.request), slow]);
    event.waitUntil(keep().catch(() => {}));
    return answer;
  } catch {
    return await caches.match(PAGE) ?? Response.error();
  }
{% endif %}
}
