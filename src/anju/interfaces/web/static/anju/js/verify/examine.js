// One outcome for a presented permit. The same steps in the same order as
// foundation/credentials/verification.py, against which
// it is tested: a withdrawn permit is withdrawn whatever the clock says, and a wrong clock may not judge dates.
import { PREFIX, read as readCode } from "./code.js";
import { Verdict } from "./jws.js";
import { state } from "./lists.js";
import { read as readSdJwt } from "./sd_jwt.js";

const SKEW = 120;

export async function examine(text, { trust, lists, at, seen = new Set(), audience = "", nonce = "" }) {
  const whole = text.trim();
  const presentation = await fingerprint(whole);
  const keyOf = (kid) => trust.keys.get(kid);
  let claims,
    reference,
    proved = false;
  const form = whole.startsWith(PREFIX) ? "code" : "sd-jwt";
  try {
    if (form === "code") claims = await readCode(whole, keyOf);
    else ({ claims, proved } = await readSdJwt(whole, keyOf, { audience, nonce, at }));
    reference = referenceOf(claims);
  } catch (error) {
    return {
      outcome: error instanceof Verdict ? error.message : "unreadable",
      form: "",
      claims: {},
      age: null,
      presentation,
      basis: "unknown",
    };
  }
  const listed = reference ? lists.get(reference.uri) : undefined;
  const age = listed ? Math.max(0, at - listed.issued) : null;
  let outcome = judged(claims, { trust, lists, listed, reference, at, seen: seen.has(presentation) });
  if (outcome === "valid" && "cnf" in claims && !proved) outcome = "holder_unproved";
  const basis = !reference ? "at_issue" : listed ? "list" : "unknown";
  return { outcome, form, claims, age, presentation, basis, list: reference?.uri ?? "" };
}

export async function fingerprint(text) {
  const bytes = new Uint8Array(
    await crypto.subtle.digest("SHA-256", typeof text === "string" ? new TextEncoder().encode(text) : text),
  );
  return [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
}

function referenceOf(claims) {
  // A code of a phone's screen lives too short to need a status;
  // any other whose status cannot be asked is not accepted.
  if (claims.live && !("status" in claims)) return null;
  const entry = claims.status?.status_list;
  if (!entry || !Number.isInteger(entry.idx) || typeof entry.uri !== "string")
    throw new Error("a status that cannot be asked");
  return entry;
}

function judged(claims, { trust, lists, listed, reference, at, seen }) {
  const listedAs = byList(listed, reference);
  if (listedAs) return listedAs;
  const newest = Math.max(trust.issued, ...[...lists.values()].map((l) => l.issued));
  const live = Boolean(claims.live);
  if (at + SKEW < newest || (live && at + SKEW < (claims.iat ?? 0))) return "clock_wrong";
  const dated = byDates(claims, at, live);
  if (dated) return dated;
  if (live && seen) return "replayed";
  if (reference && !listed) return "list_missing";
  if (listed && listed.expires && at > listed.expires) return "list_stale";
  return "valid";
}

function byList(listed, reference) {
  if (!listed || !reference) return null;
  const found = state(listed, reference.idx);
  if (found === null) return "forged";
  return found === 0 ? null : found === 2 ? "suspended" : "revoked";
}

function byDates(claims, at, live) {
  const begins = claims.nbf ?? claims.iat;
  if (!Number.isInteger(claims.exp) || (begins !== undefined && !Number.isInteger(begins))) return "unreadable";
  if (begins !== undefined && at + SKEW < begins) return "not_yet";
  if (at > claims.exp) return live ? "replayed" : "expired";
  return null;
}
