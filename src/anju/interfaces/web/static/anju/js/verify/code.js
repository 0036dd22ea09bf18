// The compact permit of a QR code: base45, zlib, COSE_Sign1 over claims with integer keys.
import { decode as fromBase45 } from "./base45.js";
import { bytesHead, decode } from "./cbor.js";
import { Verdict, signed, toBase64url } from "./jws.js";
import { unfold } from "./unfold.js";

export const PREFIX = "AJ1:";
const CLAIMS = { 1: "iss", 4: "exp", 5: "nbf", 6: "iat", 7: "cti" };
const STATUS = 65535,
  PERMIT = -70000,
  LARGEST = 8192;
const FACE = {
  1: "holds_permit",
  2: "city",
  3: "name",
  4: "sex",
  5: "birth_date",
  6: "id_number",
  8: "hukou_address",
  9: "residence_address",
  10: "issuing_authority",
  11: "date_of_issuance",
  12: "permit_number",
  13: "photo_sha256",
  20: "live",
  21: "holder_check",
  22: "holder_checked_at",
};
const ALGORITHMS = { "P-256": -7, SM2: -70002 };

export async function read(text, keyOf) {
  const data = await unfold(fromBase45(text.slice(PREFIX.length)), LARGEST);
  if (data[0] !== 0xd2) throw new Error("not a COSE_Sign1");
  const parts = decode(data.subarray(1));
  if (!Array.isArray(parts) || parts.length !== 4 || !(parts[1] instanceof Map) || parts[1].size)
    throw new Error("not a COSE_Sign1");
  const [head, , payload, signature] = parts;
  if (![head, payload, signature].every((p) => p instanceof Uint8Array)) throw new Error("not a COSE_Sign1");
  const header = decode(head),
    body = decode(payload);
  if (!(header instanceof Map) || header.size !== 2 || !(header.get(4) instanceof Uint8Array))
    throw new Error("not our header");
  const key = keyOf(toBase64url(header.get(4)));
  if (!key) throw new Verdict("forged");
  if (header.get(1) !== ALGORITHMS[key.crv] || !(await signed(key, toSign(head, payload), signature)))
    throw new Verdict("altered");
  return named(body);
}

function toSign(head, payload) {
  const label = new TextEncoder().encode("Signature1");
  return Uint8Array.from([
    ...bytesHead(4, 4),
    ...bytesHead(3, label.length),
    ...label,
    ...bytesHead(2, head.length),
    ...head,
    ...bytesHead(2, 0),
    ...bytesHead(2, payload.length),
    ...payload,
  ]);
}

function named(body) {
  if (!(body instanceof Map) || !(body.get(PERMIT) instanceof Map)) throw new Error("not a permit");
  const out = {};
  for (const [number, name] of Object.entries(CLAIMS))
    if (body.has(Number(number))) out[name] = plain(body.get(Number(number)));
  if (body.has(STATUS)) out.status = plain(body.get(STATUS));
  for (const [number, value] of body.get(PERMIT)) if (number in FACE) out[FACE[number]] = plain(value);
  return out;
}

function plain(value) {
  if (value instanceof Uint8Array) return [...value].map((b) => b.toString(16).padStart(2, "0")).join("");
  if (value instanceof Map) return Object.fromEntries([...value].map(([k, v]) => [k, plain(v)]));
  return value;
}
