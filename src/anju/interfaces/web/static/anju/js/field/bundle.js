// What the device carries: fetched piece by piece, checked, and put in the place of what it held in one write.
import { decode, joined, sha256 } from "./bytes.js";
import { read, setState, state, write } from "./database.js";
import { ask } from "./server.js";
import { seal, unseal } from "./vault.js";

const PURPOSE = { "X-Purpose": "register" };

export async function held() {
  // The bundle that may be shown now, or null.
  const bundle = await state("bundle");
  return bundle && Date.parse(bundle.valid_until) > Date.now() ? bundle : null;
}

export const drop = () =>
  write(["homes", "state"], (homes, kept) => {
    homes.clear();
    kept.delete("bundle");
    kept.delete("offer");
  });

export async function refresh(persisted) {
  // Ask for what has changed, fetch it and put it in. True when there was something new.
  const before = await state("bundle");
  const asked = { since: before?.sequence ?? 0, areas: Object.keys(before?.areas ?? {}), persisted };
  const offer = await ask("/bundles", { method: "POST", body: asked, headers: PURPOSE });
  const content = JSON.parse(decode(await unpacked(await fetched(offer))));
  await put(content, offer);
  return content.homes.length + content.gone.length > 0;
}

async function fetched(offer) {
  // A device that was cut off goes on at the byte where it was.
  const begun = await state("offer");
  let whole = begun?.sha256 === offer.sha256 ? begun.bytes : new Uint8Array();
  while (whole.length < offer.size) {
    const piece = await ask(`/bundles/${offer.bundle}?offset=${whole.length}`, { bytes: true });
    if (!piece.length) break;
    whole = joined(whole, piece);
    await setState("offer", { sha256: offer.sha256, bytes: whole });
  }
  if ((await sha256(whole)) === offer.sha256) return whole;
  await write("state", (store) => store.delete("offer"));
  throw new Error("the bundle is damaged");
}

async function unpacked(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function put(content, offer) {
  const rows = await Promise.all(
    content.homes.map(async (home) => ({ code: home.code, closed: await seal(home, home.code) })),
  );
  const { sequence, areas, valid_until: until } = content;
  await write(["homes", "state"], (homes, kept) => {
    if (!offer.base) homes.clear();
    for (const code of content.gone) homes.delete(code);
    for (const row of rows) homes.put(row);
    kept.put({ sequence, areas, valid_until: until, fetched_at: Date.now() }, "bundle");
    kept.delete("offer");
  });
}

export async function homes() {
  // All homes it holds, while they may be shown; by address.
  if (!(await held())) return [];
  const rows = await read("homes", (store) => store.getAll());
  const found = await Promise.all(rows.map(({ code, closed }) => unseal(closed, code)));
  const order = new Intl.Collator("zh-Hans", { numeric: true });
  return found.sort((a, b) => order.compare(a.address, b.address) || order.compare(a.room, b.room));
}
