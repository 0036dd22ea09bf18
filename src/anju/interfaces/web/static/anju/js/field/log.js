// The log of operations: written once, sent until answered, never changed.
//
// stage of an operation: "unsent"; "answered" (the server has it: its answer is kept beside it); "stuck" (the server
// cannot take it as it is: for a person). Stages of a photograph: "waiting" (for its operation), "sending", "sent",
// "refused".
import { base64url, canonical, encode, sha256 } from "./bytes.js";
import { read, setState, state, write } from "./database.js";
import { close } from "./envelope.js";
import { seal, unseal } from "./vault.js";

const FORM = 1;
const alone = (act) => navigator.locks.request("anju-field-log", act);

async function nextNumber() {
  const last = await read("operations", (store) => store.openKeyCursor(null, "prev"));
  return Math.max(last?.key ?? 0, (await state("last_number")) ?? 0) + 1;
}

export function append(operation, summary, pictures = []) {
  // Write an operation down with its pictures; its key, once all of it is on the disk. `summary` is what the holder
  // reads of it afterwards: no whole number stands in it.
  return alone(async () => {
    const door = await state("key");
    const key = crypto.randomUUID();
    const photos = await Promise.all(pictures.map((picture) => closedPhoto(picture, door)));
    const number = await nextNumber();
    const announced = photos.map(({ sha256: name, size }) => ({ sha256: name, size }));
    const text = encode(canonical({ ...operation, v: FORM, key, number, at: Date.now(), photos: announced }));
    const row = {
      number,
      key,
      stage: "unsent",
      digest: await sha256(text),
      envelope: await close(text, `field operation\0${key}`, door),
      summary: await seal(summary, key),
      after: operation.after ?? [],
      written_at: Date.now(),
    };
    await write(["operations", "photos", "state"], (operations, pictured, kept) => {
      operations.add(row);
      for (const photo of photos) pictured.put({ ...photo, number });
      kept.put(number, "last_number");
    });
    return key;
  });
}

async function closedPhoto(picture, door) {
  const envelope = await close(await picture.arrayBuffer(), "field photo", door);
  return { sha256: await sha256(envelope), size: envelope.byteLength, envelope, stage: "waiting", received: 0 };
}

const staged = (store, stage) => read(store, (rows) => rows.index("stage").getAll(stage));
export const unsent = () => staged("operations", "unsent");
export const unsentCount = async () =>
  (await read("operations", (rows) => rows.index("stage").count("unsent"))) +
  (await read("photos", (rows) => rows.index("stage").count("sending"))) +
  (await read("photos", (rows) => rows.index("stage").count("waiting")));
export const photosOf = (stage) => staged("photos", stage);

export async function all() {
  // Newest first, with what their holder reads of them.
  const rows = (await read("operations", (store) => store.getAll())).reverse();
  return Promise.all(rows.map(async (row) => ({ ...row, summary: await summaryOf(row) })));
}

// One that was written before the phone was set up anew is closed under a key that is gone.
const summaryOf = (row) => unseal(row.summary, row.key).catch(() => ({ kind: "earlier" }));

export const forgetReadable = () =>
  // What only the former vault could open. Operations and photographs stay: they are sent by the new one.
  write(["vault", "homes", "state"], (vault, homes, kept) => {
    vault.clear();
    homes.clear();
    for (const name of ["bundle", "offer", "batch", "synchronised_at", "carries_nothing"]) kept.delete(name);
  });

export async function batch(most) {
  // What is sent next, under one key until it is answered: a batch once begun is sent again as it was.
  const begun = await state("batch");
  const rows = await unsent();
  if (begun) {
    const found = rows.filter((row) => begun.keys.includes(row.key));
    if (found.length === begun.keys.length) return { ...begun, rows: found };
  }
  if (!rows.length) return null;
  const fresh = { key: crypto.randomUUID(), keys: rows.slice(0, most).map((row) => row.key) };
  await setState("batch", fresh);
  return { ...fresh, rows: rows.slice(0, most) };
}

export const dropBatch = () => write("state", (store) => store.delete("batch"));

export async function note(rows, answers, at) {
  // Keep the answers. An operation leaves the queue only by an answer that names its own digest. `at`: the server's
  // clock, for this phone's may be wrong by years.
  const byKey = new Map(answers.map((answer) => [answer.key, answer]));
  await write(["operations", "photos", "state"], (operations, photos, kept) => {
    for (const row of rows) {
      const answer = byKey.get(row.key);
      if (!answer) continue;
      const own = answer.digest === row.digest;
      operations.put({ ...row, stage: own ? "answered" : "stuck", answer, answered_at: at });
      if (own) announced(photos, row.number);
    }
    kept.delete("batch");
  });
}

function announced(photos, number) {
  const waiting = photos.index("stage").openCursor("waiting");
  waiting.onsuccess = () => {
    const cursor = waiting.result;
    if (!cursor) return;
    if (cursor.value.number === number) cursor.update({ ...cursor.value, stage: "sending" });
    cursor.continue();
  };
}

export const setAside = (row, reason) =>
  write("operations", (store) =>
    store.put({ ...row, stage: "stuck", answer: { status: "quarantined", reason: "", detail: reason } }),
  );

export async function offerAgain() {
  // The server was restored: all that is kept here is offered again. What it still holds it answers as before.
  const rows = await staged("operations", "answered");
  const photos = (await read("photos", (store) => store.getAll())).filter((photo) => photo.stage !== "refused");
  await write(["operations", "photos", "state"], (operations, pictured, kept) => {
    for (const row of rows) operations.put({ ...row, stage: "unsent" });
    for (const photo of photos) pictured.put({ ...photo, stage: "waiting", received: 0 });
    kept.delete("batch");
  });
}

export const waiting = async () =>
  (await staged("operations", "answered")).filter((row) => row.answer.status === "waiting");

export async function moved(rows, answers) {
  // How operations that waited stand now. One that the server does not know any more is sent again.
  const byKey = new Map(answers.map((answer) => [answer.key, answer]));
  await write("operations", (store) => {
    for (const row of rows) {
      const answer = byKey.get(row.key);
      store.put(answer ? { ...row, answer } : { ...row, stage: "unsent" });
    }
  });
}

export const photoStands = (photo, standing) =>
  write("photos", (store) =>
    store.put({
      ...photo,
      received: standing.received,
      stage: { missing: "sending", whole: "sent", refused: "refused" }[standing.state],
      detail: standing.detail,
      envelope: standing.state === "refused" ? null : photo.envelope,
    }),
  );

export async function forgetOld(days, now) {
  // Envelopes are kept for a time after they were answered: a restored server is offered them again. By the server's
  // clock, as `answered_at`.
  const before = now - days * 86_400_000;
  const old = (await staged("operations", "answered")).filter(
    (row) => row.answered_at < before && row.answer.status !== "waiting",
  );
  if (!old.length) return;
  const numbers = new Set(old.map((row) => row.number));
  const photos = (await read("photos", (store) => store.getAll())).filter(
    (photo) => numbers.has(photo.number) && ["sent", "refused"].includes(photo.stage),
  );
  await write(["operations", "photos"], (operations, pictured) => {
    for (const row of old) operations.delete(row.number);
    for (const photo of photos) pictured.delete(photo.sha256);
  });
}

export async function exported() {
  // The queue as a file: envelopes only, which nobody but the installation opens.
  const rows = await read("operations", (store) => store.getAll());
  const photos = await read("photos", (store) => store.getAll());
  const open = rows.filter((row) => row.stage !== "answered");
  return {
    form: "anju-field-queue-1",
    device: (await state("device"))?.code ?? "",
    sent_at: Date.now(),
    operations: open.map(({ key, digest, envelope }) => ({ key, digest, envelope: base64url(envelope) })),
    photos: photos
      .filter((photo) => photo.stage !== "sent" && photo.envelope)
      .map(({ sha256: name, envelope }) => ({ sha256: name, envelope: base64url(envelope) })),
  };
}
