// SD-JWT (RFC 9901): checks a presentation and puts the disclosed claims in their places.
import { Verdict, fromBase64url, read as readJws, toBase64url } from "./jws.js";

const OPEN = new Set(["iss", "nbf", "exp", "cnf", "vct", "status", "vct#integrity", "_sd", "..."]);

export async function read(text, keyOf, { audience = "", nonce = "", at = 0, fresh = 300 } = {}) {
  const parts = text.split("~");
  if (parts.length < 2) throw new Error("not an SD-JWT");
  const bound = parts.pop(),
    [issued, ...disclosures] = parts;
  const payload = await readJws(issued, keyOf, "dc+sd-jwt");
  if (payload._sd_alg === "sm3") throw new Verdict("needs_server");
  if ((payload._sd_alg ?? "sha-256") !== "sha-256") throw new Error("unknown digest");
  const known = new Map();
  for (const disclosure of disclosures) known.set(await hashed(disclosure), claim(disclosure));
  if (known.size !== disclosures.length) throw new Error("a disclosure twice");
  const digests = [];
  const claims = opened(payload, known, digests);
  if (new Set(digests).size !== digests.length) throw new Error("a digest twice");
  if (digests.filter((digest) => known.has(digest)).length !== known.size)
    throw new Error("a disclosure the issuer did not sign");
  delete claims._sd_alg;
  if (bound || nonce)
    await binding(text.slice(0, text.length - bound.length), bound, claims, { audience, nonce, at, fresh });
  return { claims, proved: Boolean(bound && nonce) };
}

async function hashed(text) {
  return toBase64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
}

function claim(text) {
  const parts = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(fromBase64url(text)));
  const whole =
    Array.isArray(parts) &&
    (parts.length === 2 || parts.length === 3) &&
    parts.slice(0, -1).every((p) => typeof p === "string");
  if (!whole || (parts.length === 3 && OPEN.has(parts[1]))) throw new Error("not a disclosure");
  return { name: parts.length === 3 ? parts[1] : null, value: parts.at(-1) };
}

function opened(value, known, digests) {
  if (Array.isArray(value)) return elements(value, known, digests).map((v) => opened(v, known, digests));
  if (typeof value !== "object" || value === null) return value;
  const out = {};
  for (const [name, inner] of Object.entries(value)) if (name !== "_sd") set(out, name, opened(inner, known, digests));
  const hashes = value._sd ?? [];
  if (!Array.isArray(hashes) || !hashes.every((h) => typeof h === "string")) throw new Error("not a list of digests");
  for (const hash of hashes) {
    digests.push(hash);
    const found = known.get(hash);
    if (!found) continue;
    if (found.name === null || Object.hasOwn(out, found.name)) throw new Error("a disclosure in the wrong place");
    set(out, found.name, opened(found.value, known, digests));
  }
  return out;
}

function set(out, name, value) {
  Object.defineProperty(out, name, { value, enumerable: true, configurable: true, writable: true });
}

function elements(values, known, digests) {
  const out = [];
  for (const value of values) {
    const digest = typeof value === "object" && value !== null && Object.keys(value).join() === "...";
    if (!digest) {
      out.push(value);
      continue;
    }
    const hash = value["..."];
    if (typeof hash !== "string") throw new Error("not a digest");
    digests.push(hash);
    const found = known.get(hash);
    if (!found) continue;
    if (found.name !== null) throw new Error("a disclosure in the wrong place");
    out.push(found.value);
  }
  return out;
}

async function binding(shown, bound, claims, { audience, nonce, at, fresh }) {
  const device = claims.cnf?.jwk;
  if (!bound || !device) throw new Verdict("not_holder");
  let made;
  try {
    made = await readJws(bound, () => device, "kb+jwt");
  } catch (error) {
    if (error instanceof Verdict && error.message === "altered") throw new Verdict("not_holder");
    throw error;
  }
  if (made.sd_hash !== (await hashed(shown)) || made.aud !== audience || made.nonce !== nonce)
    throw new Verdict("replayed");
  if (!Number.isInteger(made.iat) || Math.abs(at - made.iat) > fresh) throw new Verdict("replayed");
}
