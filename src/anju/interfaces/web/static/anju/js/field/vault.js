// What this device keeps readable for its holder, and for nobody without the PIN or the phone's own lock.
//
// One random key closes all of it. The key itself is kept only wrapped: by the PIN (PBKDF2) and, where the phone's
// passkey has the PRF extension, by that. In memory it cannot be exported.
import { decode, encode, joined } from "./bytes.js";
import { read, write } from "./database.js";

const ROUNDS = 600_000;
export const SHORTEST_PIN = 8;
const AES = { name: "AES-GCM", length: 256 };
let key = null;

const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const kept = () => read("vault", (store) => store.get("device"));
export const isOpen = () => key !== null;
export const lock = () => {
  key = null;
};

export async function device() {
  // What may be read while the vault is closed: that there is one, and how it may be opened.
  const found = await kept();
  return found ? { name: found.name, passkey: Boolean(found.prf) } : null;
}

async function byPin(pin, salt, rounds) {
  const typed = await crypto.subtle.importKey("raw", encode(pin.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return crypto.subtle.deriveKey(how, typed, AES, false, ["wrapKey", "unwrapKey"]);
}

async function byPasskey(output) {
  const secret = await crypto.subtle.importKey("raw", output, "HKDF", false, ["deriveKey"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encode("anju field vault") };
  return crypto.subtle.deriveKey(how, secret, AES, false, ["wrapKey", "unwrapKey"]);
}

async function wrapped(plain, by) {
  const iv = random(12);
  return { iv, key: await crypto.subtle.wrapKey("raw", plain, by, { name: "AES-GCM", iv }) };
}

const unwrapped = (box, by, extractable = false) =>
  crypto.subtle.unwrapKey("raw", box.key, by, { name: "AES-GCM", iv: box.iv }, AES, extractable, [
    "encrypt",
    "decrypt",
  ]);

export async function create(pin, name, secret) {
  // Close the device's secret behind the PIN. What was there before is gone: an old vault has another key.
  const plain = await crypto.subtle.generateKey(AES, true, ["encrypt", "decrypt"]);
  const salt = random(16);
  const box = await wrapped(plain, await byPin(pin, salt, ROUNDS));
  key = await unwrapped(box, await byPin(pin, salt, ROUNDS));
  const closed = await seal(secret, "secret");
  await write("vault", (store) => store.put({ name, salt, rounds: ROUNDS, pin: box, secret: closed }, "device"));
}

export async function open(pin) {
  // True when the PIN fits.
  const found = await kept();
  try {
    key = await unwrapped(found.pin, await byPin(pin, found.salt, found.rounds));
    return true;
  } catch {
    return false;
  }
}

export async function changePin(old, fresh) {
  const found = await kept();
  let plain;
  try {
    plain = await unwrapped(found.pin, await byPin(old, found.salt, found.rounds), true);
  } catch {
    return false;
  }
  const salt = random(16);
  const box = await wrapped(plain, await byPin(fresh, salt, ROUNDS));
  await write("vault", (store) => store.put({ ...found, salt, rounds: ROUNDS, pin: box }, "device"));
  return true;
}

export async function openByPasskey() {
  // By fingerprint, face or screen lock; false where it did not come to that.
  const found = await kept();
  const output = await evaluated(found.prf).catch(() => null);
  if (!output) return false;
  key = await unwrapped(found.prf.box, await byPasskey(output));
  return true;
}

async function evaluated({ id, salt }) {
  const asked = {
    challenge: random(32),
    allowCredentials: [{ type: "public-key", id }],
    userVerification: "required",
    extensions: { prf: { eval: { first: salt } } },
  };
  const got = await navigator.credentials.get({ publicKey: asked });
  return got.getClientExtensionResults().prf?.results?.first ?? null;
}

export async function addPasskey(pin) {
  // A second way in beside the PIN. False where the phone's passkeys do not give what is needed.
  const found = await kept();
  const plain = await unwrapped(found.pin, await byPin(pin, found.salt, found.rounds), true);
  const salt = random(32);
  const made = await navigator.credentials.create({
    publicKey: {
      rp: { name: document.title },
      user: { id: random(16), name: found.name, displayName: found.name },
      challenge: random(32),
      pubKeyCredParams: [
        { type: "public-key", alg: -7 },
        { type: "public-key", alg: -257 },
      ],
      authenticatorSelection: { authenticatorAttachment: "platform", userVerification: "required" },
      extensions: { prf: { eval: { first: salt } } },
    },
  });
  if (!made.getClientExtensionResults().prf?.enabled) return false;
  const prf = { id: new Uint8Array(made.rawId), salt };
  const output = await evaluated(prf);
  if (!output) return false;
  const box = await wrapped(plain, await byPasskey(output));
  await write("vault", (store) => store.put({ ...found, prf: { ...prf, box } }, "device"));
  return true;
}

export async function seal(value, context) {
  const iv = random(12);
  const how = { name: "AES-GCM", iv, additionalData: encode(context) };
  return joined(iv, await crypto.subtle.encrypt(how, key, encode(JSON.stringify(value))));
}

export async function unseal(bytes, context) {
  const how = { name: "AES-GCM", iv: bytes.subarray(0, 12), additionalData: encode(context) };
  return JSON.parse(decode(await crypto.subtle.decrypt(how, key, bytes.subarray(12))));
}

export async function secret() {
  return unseal((await kept()).secret, "secret");
}
