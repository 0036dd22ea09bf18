// The issuers and the lists this device keeps, for checking without a network.
import { read as readList } from "./lists.js";

const CACHE = "anju-verify-lists";
const ISSUERS = "/.well-known/jwt-vc-issuer";

export async function refresh() {
  // Fetch anew what the network gives; what is kept stays when it gives nothing. True when everything came.
  const cache = await caches.open(CACHE);
  try {
    const issuers = await fetch(ISSUERS, { cache: "no-store", credentials: "omit" });
    if (!issuers.ok) return false;
    const known = await issuers.clone().json();
    await cache.put(ISSUERS, issuers);
    const came = await Promise.all(known.status_lists.map((uri) => keep(cache, local(uri))));
    return came.every(Boolean);
  } catch {
    return false;
  }
}

async function keep(cache, path) {
  const answer = await fetch(path, { cache: "no-cache", credentials: "omit" });
  // The sign-in page of somebody's network is no list and replaces none.
  const list = answer.ok && (answer.headers.get("Content-Type") ?? "").startsWith("application/statuslist+jwt");
  if (list) await cache.put(path, answer);
  return list;
}

export async function renew(uri) {
  // The list a permit names, as it is now, if the network gives it within three seconds.
  const waited = new Promise((resolve) => {
    setTimeout(() => resolve(false), 3000);
  });
  const fetched = caches.open(CACHE).then((cache) => keep(cache, local(uri)));
  return Promise.race([fetched.catch(() => false), waited]);
}

const local = (uri) => `/status/${encodeURIComponent(uri.split("/").pop())}`;

export async function kept() {
  // What is kept, checked again each time it is read; null when this device was never online here.
  const cache = await caches.open(CACHE);
  const answer = await cache.match(ISSUERS);
  if (!answer) return null;
  const known = await answer.json();
  const trust = {
    issuer: known.issuer,
    issued: known.issued_at,
    keys: new Map(known.jwks.keys.filter((k) => k.crv === "P-256" || k.crv === "SM2").map((k) => [k.kid, k])),
  };
  const lists = new Map();
  for (const uri of known.status_lists) {
    const text = await (await cache.match(local(uri)))?.text();
    if (!text) continue;
    try {
      const list = await readList(text, (kid) => trust.keys.get(kid));
      if (list.uri === uri) lists.set(uri, list);
    } catch {
      /* a list that is not by an issuer is no list; its permits are then told as list_missing */
    }
  }
  return { trust, lists, known: known.status_lists };
}

const SEEN = "anju-verify-seen",
  REMEMBER = 10 * 60;

export function seen(at) {
  // Live codes shown to this device in the last minutes.
  const held = JSON.parse(localStorage.getItem(SEEN) ?? "{}");
  return Object.fromEntries(Object.entries(held).filter(([, when]) => Math.abs(at - when) < REMEMBER));
}

export function remember(presentation, at) {
  localStorage.setItem(SEEN, JSON.stringify({ ...seen(at), [presentation]: at }));
}
