// Envelopes: closed here, opened by the installation alone (ECIES: P-256, HKDF-SHA-256, AES-256-GCM).
import { encode, joined } from "./bytes.js";

const FORMAT = 1;
const CURVE = { name: "ECDH", namedCurve: "P-256" };

export async function close(bytes, context, { version, point }) {
  const theirs = await crypto.subtle.importKey("raw", point, CURVE, false, []);
  const pair = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const mine = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
  const stretched = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const key = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: joined(mine, point), info: encode("anju envelope") },
    stretched,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt"],
  );
  const head = joined(new Uint8Array([FORMAT, version]), mine);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const bound = joined(head, encode(context));
  const body = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound }, key, bytes);
  return joined(head, iv, body);
}
