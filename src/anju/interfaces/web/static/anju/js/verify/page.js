// The verifier's page: scan, judge, show; keeps its lists fresh while there is a network.
import { examine, fingerprint } from "./examine.js";
import { fromCamera, fromFile } from "./scan.js";
import { kept, refresh, remember, renew, seen } from "./store.js";

const words = JSON.parse(document.getElementById("verify-words").textContent);
const at = () => Math.floor(Date.now() / 1000);
const part = (name) => document.querySelector(`[data-verify="${name}"]`);
let shown = null;

async function judge(text) {
  const held = await kept();
  if (!held) return part("state").replaceChildren(part("state").dataset.never);
  const shownBefore = new Set(Object.keys(seen(at())));
  let verdict = await examine(text, { ...held, at: at(), seen: shownBefore });
  if (verdict.list && navigator.onLine && held.known.includes(verdict.list) && (await renew(verdict.list))) {
    verdict = await examine(text, { ...(await kept()), at: at(), seen: shownBefore });
  }
  if (verdict.outcome === "needs_server") verdict = await asked(text, verdict);
  if (verdict.outcome === "valid" && verdict.claims.live) remember(verdict.presentation, at());
  return draw(verdict);
}

async function asked(text, verdict) {
  try {
    const answer = await fetch("/verify/check", { method: "POST", body: text, credentials: "omit" });
    if (!answer.ok) return verdict;
    const report = await answer.json();
    return {
      ...verdict,
      outcome: report.outcome,
      form: report.form,
      claims: report.claims,
      age: report.list_age,
      basis: report.status_basis,
    };
  } catch {
    return verdict;
  }
}

function draw(verdict) {
  shown = verdict;
  const outcome = words.outcomes[verdict.outcome];
  const box = part("verdict");
  box.hidden = false;
  box.dataset.outcome = verdict.outcome;
  box.dataset.kind = outcome.kind;
  part("title").textContent = outcome.title;
  part("text").textContent = outcome.text;
  const basis = outcome.kind === "refused" && verdict.age === null ? "" : words.bases[verdict.basis];
  part("age").textContent = basis.replace("%s", since(verdict.age ?? 0));
  const held = ([name]) => name in verdict.claims && (outcome.kind === "accepted" || name !== "holds_permit");
  const listed = outcome.kind === "refused" ? [] : Object.entries(words.claims).filter(held);
  part("claims").replaceChildren(...listed.flatMap(([name, label]) => row(label, verdict.claims[name], name)));
  part("holder").hidden = outcome.kind !== "accepted";
  const check = words.checks[verdict.claims.holder_check ?? ""] ?? words.checks[""];
  const when = verdict.claims.holder_checked_at;
  part("check").textContent = when ? `${check} (${new Date(when * 1000).toLocaleTimeString()})` : check;
  part("photo").closest("label").hidden = !("photo_sha256" in verdict.claims);
  part("photo-told").textContent = "";
  box.focus();
}

function row(label, value, name) {
  const term = document.createElement("dt"),
    detail = document.createElement("dd");
  term.textContent = label;
  const digest = name === "photo_sha256" && `${value.slice(0, 12)}…`;
  detail.textContent = value === true ? "✓" : digest || (words.values[name]?.[value] ?? value);
  return [term, detail];
}

function since(seconds) {
  const units = part("age").dataset;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} ${units.minutes}`;
  return seconds < 172800
    ? `${Math.floor(seconds / 3600)} ${units.hours}`
    : `${Math.floor(seconds / 86400)} ${units.days}`;
}

async function tell() {
  const held = await kept();
  const state = part("state");
  if (!held) {
    state.textContent = navigator.onLine ? "" : state.dataset.never;
    return;
  }
  const oldest = Math.min(held.trust.issued, ...[...held.lists.values()].map((l) => l.issued));
  state.dataset.ready = "1";
  state.textContent =
    at() + 120 < oldest
      ? state.dataset.clock
      : !held.lists.size
        ? state.dataset.none
        : state.dataset.words.replace("%n", held.lists.size).replace("%s", since(Math.max(0, at() - oldest)));
}

part("paste").addEventListener("submit", (event) => {
  event.preventDefault();
  judge(part("input").value);
});
part("file").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (file) judge(await fromFile(file).catch(() => ""));
  event.target.value = "";
});
part("photo").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file || !shown) return;
  const same = (await fingerprint(await file.arrayBuffer())) === shown.claims.photo_sha256;
  part("photo-told").textContent = same ? part("photo-told").dataset.same : part("photo-told").dataset.other;
});
part("not-holder").addEventListener("click", () => draw({ ...shown, outcome: "not_holder" }));
let camera = null;
part("scan").addEventListener("click", async () => {
  camera?.abort();
  camera = new AbortController();
  part("view").hidden = false;
  try {
    const text = await fromCamera(part("video"), camera.signal);
    if (text) await judge(text);
  } catch {
    part("state").textContent = part("state").dataset.camera;
  }
  part("view").hidden = true;
});
part("stop").addEventListener("click", () => camera?.abort());
window.addEventListener("online", () => refresh().then(tell));
navigator.serviceWorker?.register("/verify/worker.js").catch(() => {});
refresh().then(tell);
setInterval(() => {
  if (navigator.onLine) refresh().then(tell);
}, 300_000);
