// Sending and fetching. Data go before photographs; one that cannot be taken never holds up the others.
import { base64url, fromBase64url } from "./bytes.js";
import * as bundle from "./bundle.js";
import { setState, state, write } from "./database.js";
import * as log from "./log.js";
import { ask, Refusal } from "./server.js";

const MOST = 50,
  PIECE = 256 * 1024,
  KEPT_DAYS = 30;
const NOTHING_TO_CARRY = new Set(["device_revoked", "device_expired", "field_without_area"]);

export function synchronise(told = () => {}) {
  // One at a time in all tabs: whoever comes second does nothing. Answers what came of it.
  return navigator.locks.request("anju-field-sync", { ifAvailable: true }, async (lock) => {
    if (!lock) return { state: "running" };
    try {
      return await afterRestore(() => round(told));
    } catch (error) {
      if (error instanceof Refusal) return { state: "refused", code: error.code, text: error.message };
      return { state: "offline" };
    }
  });
}

async function afterRestore(act) {
  // A server that was brought back from a backup says so once; then it is offered again what it forgot.
  try {
    return await act();
  } catch (error) {
    if (error.code === "server_never_restored") await setState("epoch", 0);
    else if (error.code === "server_restored") {
      await log.offerAgain();
      await setState("epoch", error.params.epoch);
    } else throw error;
    return act();
  }
}

async function round(told) {
  const { server_time: time } = await standing();
  const now = Date.parse(time);
  await send(told, now);
  await sendPhotos(told);
  await followUp();
  await log.forgetOld(KEPT_DAYS, now);
  await carry();
  await setState("synchronised_at", Date.now());
  return { state: "done" };
}

export async function standing() {
  // The device as the server knows it, and the key for envelopes.
  const found = await ask("/device");
  await setState("device", { code: found.device, holder: found.holder, until: found.expires_at });
  await setState("key", { version: found.key_version, point: fromBase64url(found.key) });
  return found;
}

async function send(told, now) {
  let most = MOST;
  for (let next = await log.batch(most); next; next = await log.batch(most)) {
    try {
      await log.note(next.rows, await answers(next), now);
      most = MOST;
    } catch (error) {
      if (!(error instanceof Refusal) || ![400, 409, 413, 422].includes(error.status)) throw error;
      if (["server_restored", "server_never_restored", "epoch_missing"].includes(error.code)) throw error;
      await log.dropBatch();
      if (error.code === "key_used_for_another") continue;
      // The request as a whole was not taken: each for itself, so that the one at fault is found and set aside.
      if (next.rows.length > 1) most = 1;
      else await log.setAside(next.rows[0], error.message);
    }
    told();
  }
}

async function answers({ key, rows }) {
  const operations = rows.map((row) => ({ key: row.key, envelope: base64url(row.envelope) }));
  const sent = { sent_at: Date.now(), operations };
  const headers = { "Idempotency-Key": key };
  return (await ask("/operations", { method: "POST", body: sent, headers })).answers;
}

async function sendPhotos(told) {
  for (const photo of await log.photosOf("sending")) {
    try {
      await sendPhoto(photo);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status === 503 || error.status === 401) throw error;
      // One picture that is not taken stops neither the others nor the data; it is tried again next time.
    }
    told();
  }
}

async function sendPhoto(photo) {
  let stands = await ask(`/photos/${photo.sha256}`);
  let begunAnew = 0;
  while (stands.state === "missing" && begunAnew < 2) {
    const piece = new Uint8Array(photo.envelope.slice(stands.received, stands.received + PIECE));
    const next = await ask(`/photos/${photo.sha256}?offset=${stands.received}`, { method: "PUT", body: piece });
    if (next.received <= stands.received) begunAnew += 1;
    stands = next;
  }
  await log.photoStands(photo, stands);
}

async function followUp() {
  const rows = await log.waiting();
  if (!rows.length) return;
  const found = await ask("/standing", { method: "POST", body: { keys: rows.slice(-1000).map((row) => row.key) } });
  await log.moved(rows.slice(-1000), found.answers);
}

async function carry() {
  const persisted = (await navigator.storage?.persisted?.()) ?? false;
  try {
    await bundle.refresh(persisted);
    await write("state", (store) => store.delete("carries_nothing"));
  } catch (error) {
    if (!NOTHING_TO_CARRY.has(error.code)) throw error;
    await bundle.drop();
    await setState("carries_nothing", error.message);
  }
}

export const lastTime = () => state("synchronised_at");
