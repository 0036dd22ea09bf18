// Compact JSON Web Signatures of a stated kind, checked by WebCrypto; the key says the algorithm, never the text.
export class Verdict extends Error {}

export function fromBase64url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) throw new Error("not base64url");
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  if (toBase64url(bytes) !== text) throw new Error("not canonical base64url");
  return bytes;
}

export function toBase64url(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

export function json(part) {
  const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(fromBase64url(part)));
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Error("not an object");
  return value;
}

export async function signed(key, message, signature) {
  if (key.crv === "SM2") throw new Verdict("needs_server");
  if (signature.length !== 64) return false;
  const { kty, crv, x, y } = key;
  const held = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, { name: "ECDSA", namedCurve: "P-256" }, false, [
    "verify",
  ]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, held, signature, message);
}

export async function read(text, keyOf, kind) {
  const parts = text.split(".");
  if (parts.length !== 3) throw new Error("not three parts");
  const header = json(parts[0]);
  if (header.typ !== kind || "crit" in header) throw new Error("another kind");
  const key = keyOf(header.kid ?? "");
  if (!key) throw new Verdict("forged");
  const message = new TextEncoder().encode(`${parts[0]}.${parts[1]}`);
  const algorithm = key.crv === "SM2" ? "SM2" : "ES256";
  if (header.alg !== algorithm || !(await signed(key, message, fromBase64url(parts[2])))) throw new Verdict("altered");
  return json(parts[1]);
}
