// The app: what stands on the page, by the address behind "#".
import * as bundle from "./bundle.js";
import { forgetAll, state } from "./database.js";
import { element, errors, moment, part, say, show, words } from "./draw.js";
import * as entry from "./entry.js";
import * as log from "./log.js";
import { finds, today } from "./numbers.js";
import { lastTime, synchronise } from "./sync.js";
import * as tasks from "./tasks.js";
import * as vault from "./vault.js";
import { ask, Refusal } from "./server.js";
import { cardPhotos } from "../card_photo.js";
import { fromCamera } from "../verify/scan.js";

const IDLE = 15 * 60_000,
  EVERY = 120_000,
  MOST_SHOWN = 60;
let homes = [];
let rows = [];
let camera = null;
let list = "#/"; // the list that the holder came from
let lastTouch = Date.now();

const route = () => location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);

async function load() {
  homes = await bundle.homes();
  rows = await log.all();
}

const VIEWS = { home: drawHome, "move-in": drawForm, "move-out": drawForm, visit: drawForm, change: drawForm };

async function draw() {
  const known = await vault.device();
  const open = known && vault.isOpen();
  for (const name of ["sync", "lock"]) document.querySelector(`[data-act="${name}"]`).hidden = !open;
  part("to-log").hidden = !open;
  if (!known) show("none", say("title"));
  else if (!open) drawLocked(known);
  else {
    const [first, ...rest] = route();
    part("back").hidden = !first;
    if (first === "log") await drawLog();
    else if (first === "new") await drawNew();
    else if (first === "home" || first === "pending") await drawPlace(first, ...rest);
    else drawHomes();
  }
  await tell();
}

function drawLocked(known) {
  const view = show("locked", say("title"));
  part("device-name", view).textContent = known.name;
  part("back").hidden = true;
  document.querySelector('[data-act="passkey"]').hidden = !known.passkey;
  document.getElementById("pin").focus();
}

async function tell(text = "") {
  const count = await log.unsentCount().catch(() => 0);
  part("count").textContent = count || "";
  if (count) navigator.setAppBadge?.(count).catch(() => {});
  else navigator.clearAppBadge?.().catch(() => {});
  if (!vault.isOpen()) {
    part("state").textContent = count ? say("unsent", { n: count }) : "";
    return;
  }
  const [held, none, last] = [await bundle.held(), await state("carries_nothing"), await lastTime()];
  const sentences = [text || (navigator.onLine ? "" : say("offline"))];
  if (count) sentences.push(say("unsent", { n: count }));
  if (none) sentences.push(none);
  else if (held) sentences.push(say("valid_until", { t: moment(Date.parse(held.valid_until)) }));
  else if (last) sentences.push(say("too_old"));
  part("state").textContent = sentences.filter(Boolean).join(" ");
}

const counting = () => rows.filter((row) => !gone(row));

function drawHomes() {
  const view = show("homes", say("title"));
  const ofToday = route()[0] === "tasks";
  list = ofToday ? "#/tasks" : "#/";
  part("back").href = "#/";
  const alive = counting();
  const doors = tasks.doorsOf(homes, alive, today());
  const link = part("to-tasks", view);
  link.hidden = ofToday;
  link.lastChild.textContent = say("tasks_today", { n: doors.length });
  part("new-home", view).hidden = ofToday;
  const asked = part("search", view).value;
  const hit = (home) => finds(asked, [home.address, home.code, ...home.people.map((p) => p.name)].join(" "));
  const found = (ofToday ? doors : homes).filter(hit);
  const items = found
    .slice(0, MOST_SHOWN)
    .map((home) =>
      element(
        "a",
        { class: "aj-go", href: `#/home/${home.code}` },
        element("span", { class: "aj-go-icon" }, String(home.people.length)),
        element(
          "span",
          {},
          element("strong", {}, home.room || home.code),
          element("span", { class: "aj-help" }, home.address),
          tasks.mark(home, alive, today()),
        ),
      ),
    );
  if (!homes.length) items.push(element("p", { class: "aj-help" }, say("no_homes")));
  else if (ofToday && !doors.length) items.push(element("p", { class: "aj-help" }, say("tasks_none")));
  else if (!found.length) items.push(element("p", { class: "aj-help" }, say("nothing_found")));
  if (found.length > MOST_SHOWN)
    items.push(element("p", { class: "aj-help" }, say("more_homes", { n: found.length - MOST_SHOWN })));
  part("homes", view).replaceChildren(...items);
  const pending = rows.filter((row) => row.summary.kind === "home" && !gone(row) && row.answer?.status !== "applied");
  part("pending", view).replaceChildren(
    ...(ofToday ? [] : pending).map((row) =>
      element(
        "a",
        { class: "aj-go", href: `#/pending/${row.key}` },
        element("span", { class: "aj-go-icon" }, "+"),
        row.summary.where,
      ),
    ),
  );
}

const withdrawn = (row) => row.answer?.reason === "withdrawn" || rows.some((other) => other.summary.of === row.key);
const gone = (row) => row.answer?.status === "refused" || withdrawn(row);

function placeOf(kind, code) {
  if (kind === "home") {
    const home = homes.find((one) => one.code === code);
    return home ? { ...home, where: home.address } : null;
  }
  const row = rows.find((one) => one.key === code);
  return row
    ? { operation: row.key, where: row.summary.where, people: [], room: row.summary.where, address: "" }
    : null;
}

async function drawPlace(kind, code, act = "home", person = "") {
  const home = placeOf(kind, code);
  if (!home) {
    location.hash = "#/";
    return;
  }
  part("back").href = act === "home" ? list : `#/${kind}/${code}`;
  (VIEWS[act] ?? drawHome)(home, act, kind, code, person);
}

function drawHome(home, act, kind, code) {
  const view = show("home", say("title"));
  part("home-room", view).textContent = home.room || home.where;
  part("home-address", view).textContent = home.address;
  for (const link of view.querySelectorAll("[data-link]")) link.href = `#/${kind}/${code}/${link.dataset.link}`;
  view.querySelector('[data-link="change"]').hidden = kind !== "home";
  tasks.drawTasks(view, home, counting(), today());
  const mine = rows.filter((row) => row.summary.home === (home.operation ?? home.code) && !gone(row));
  part("home-entries", view).replaceChildren(...mine.map(line));
  part("home-people", view).replaceChildren(
    ...home.people.map((person) =>
      element(
        "article",
        { class: "card aj-card aj-tenant" },
        element(
          "div",
          { class: "aj-tenant-head" },
          element("h2", {}, person.name),
          element("a", { class: "btn", href: `#/${kind}/${code}/move-out/${person.person}` }, say("leave")),
        ),
        element(
          "p",
          { class: "aj-help" },
          [person.document, say("since", { day: person.since })].filter(Boolean).join(" · "),
        ),
      ),
    ),
  );
}

function drawForm(home, act, kind, code, person) {
  const view = show(act, say("title"));
  const form = view.querySelector("form");
  const leaving = home.people.find((one) => String(one.person) === person);
  part("where", view).textContent = [home.where, leaving?.name].filter(Boolean).join(" · ");
  form.reset();
  errors(form, []);
  pictured(form);
  for (const [name, value] of Object.entries({
    start: today(),
    end: today(),
    capacity: home.capacity,
    dwelling: home.dwelling,
  })) {
    const field = form.querySelector(`[name$="-${name}"]`);
    if (field && value !== undefined) field.value = value;
  }
  if (act === "move-in") fitDocument(form);
  form.onsubmit = (event) => {
    event.preventDefault();
    const made = {
      "move-in": () => entry.moveIn(form, home),
      "move-out": () => entry.moveOut(form, home, leaving),
      visit: () => entry.visit(event.submitter?.value ?? "met", home),
      change: () => entry.change(form, home),
    }[act]();
    keep(form, made, `#/${kind}/${code}`);
  };
}

function fitDocument(form) {
  // What is asked follows the kind of document, as at the counter.
  const kind = form.querySelector('[name$="-doc_type"]');
  const fit = () => {
    const shown = {
      nationality: ["414", "553"].includes(kind.value),
      doc_number: kind.value !== "",
      birth_date: kind.value !== "111",
      sex: kind.value !== "111",
    };
    for (const [name, visible] of Object.entries(shown)) fieldOf(form, name).hidden = !visible;
  };
  kind.onchange = fit;
  fit();
}

const fieldOf = (form, name) => form.querySelector(`[name$="-${name}"]`).closest(".aj-field");

async function drawNew() {
  const view = show("new", say("title"));
  const form = view.querySelector("form");
  const held = await bundle.held();
  const areas = Object.entries(held?.areas ?? {});
  form
    .querySelector('[name$="-region"]')
    .replaceChildren(...areas.map(([code, name]) => element("option", { value: code }, name)));
  form.reset();
  errors(form, []);
  pictured(form);
  form.onsubmit = (event) => {
    event.preventDefault();
    keep(form, entry.newHome(form), "#/");
  };
}

function pictured(form) {
  const input = form.querySelector("[name=photos]");
  if (!input) return;
  input.onchange = () => {
    part("taken", form).textContent = input.files.length ? say("photos", { n: input.files.length }) : "";
  };
  input.onchange();
}

async function keep(form, { wrong, operation, summary }, then) {
  errors(form, wrong);
  if (wrong.length) return;
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  try {
    const pictures = await Promise.all(entry.pictures(form).map(smaller)).catch(() => null);
    if (!pictures) return errors(form, [say("not_a_picture")]);
    await log.append(operation, summary, pictures);
    location.hash = then;
    await load();
    await draw();
    refresh();
  } catch {
    errors(form, [say("not_written")]);
  } finally {
    for (const button of form.querySelectorAll("button")) button.disabled = false;
  }
}

// A photographed card is read by the server, when there is a network; the picture is kept nowhere.
async function readCard(picture, signal, progress) {
  progress(1);
  try {
    const body = new Uint8Array(await picture.arrayBuffer());
    return await ask("/card-photos", { method: "POST", body, signal });
  } catch (error) {
    if (error instanceof Refusal) return { error: error.message };
    throw error;
  }
}

async function smaller(file) {
  // A photograph as large as is needed to see what it shows; its place and maker stay on the phone.
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, 1600 / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
}

function standing(row) {
  if (row.stage === "unsent") return say("stage_unsent");
  if (row.stage === "stuck") return say("stage_stuck");
  return say(`status_${row.answer.status}`);
}

function line(row) {
  const { kind, name, result } = row.summary;
  const what = [say(`kind_${kind}`), name, result && say(`visit_${result}`)].filter(Boolean).join(" · ");
  const told = row.answer?.detail ? element("p", { class: "aj-help" }, row.answer.detail) : null;
  const ask = ["applied", "unchanged", "waiting"].includes(row.answer?.status ?? "applied");
  const may = !gone(row) && kind !== "withdraw" && row.stage !== "stuck" && ask;
  const back = may
    ? element("button", { class: "btn", type: "button", onclick: () => withdraw(row) }, say("withdraw"))
    : null;
  return element(
    "li",
    { class: "card aj-card", "data-stage": row.stage, "data-status": row.answer?.status ?? "" },
    element(
      "div",
      { class: "aj-tenant-head" },
      element("strong", {}, what),
      element("span", { class: "aj-chip" }, withdrawn(row) ? say("withdrawn") : standing(row)),
    ),
    element("p", { class: "aj-help" }, [row.summary.where, moment(row.written_at)].filter(Boolean).join(" · ")),
    told,
    ...conflicts(row),
    back,
  );
}

function conflicts(row) {
  // A field that both sides changed, with both values.
  const both = Object.entries(row.answer?.facts?.conflicts ?? {});
  const read = (name, value) => (name === "dwelling" ? (words.dwellings[value] ?? value) : value);
  return both.map(([name, { device, office }]) =>
    element(
      "p",
      { class: "aj-help" },
      say("both_values", { field: say(`field_${name}`), mine: read(name, device), theirs: read(name, office) }),
    ),
  );
}

async function drawLog() {
  const view = show("log", say("title"));
  part("back").href = "#/";
  part("log-lead", view).textContent = rows.length ? "" : say("log_empty");
  part("log", view).replaceChildren(...rows.map(line));
  const found = (await state("device")) ?? {};
  const persisted = (await navigator.storage?.persisted?.()) ?? false;
  const lines = [
    [say("device_holder"), found.holder],
    [say("device_until"), found.until && moment(Date.parse(found.until))],
    [say("device_last"), (await lastTime()) && moment(await lastTime())],
    [say("device_persisted"), say(persisted ? "persisted_yes" : "persisted_no")],
  ].filter(([, value]) => value);
  part("device", view).replaceChildren(
    ...lines.map(([name, value]) => element("div", {}, element("dt", {}, name), element("dd", {}, value))),
  );
}

async function withdraw(row) {
  if (!window.confirm(say("withdraw_sure"))) return;
  const { operation, summary } = entry.withdrawal(row);
  await log.append(operation, summary);
  await load();
  await draw();
  refresh();
}

async function refresh(asked = false) {
  if (!vault.isOpen() || (!navigator.onLine && !asked)) return;
  await tell(say("synchronising"));
  const outcome = await synchronise(() => tell(say("synchronising")));
  if (!vault.isOpen()) return;
  await load();
  const [first, , act] = route();
  if (!act && first !== "new") await draw();
  const text = { done: asked ? say("synchronised") : "", offline: say("offline"), refused: outcome.text };
  await tell(text[outcome.state] ?? "");
}

async function exportQueue() {
  const blob = new Blob([JSON.stringify(await log.exported())], { type: "application/json" });
  const link = element("a", { href: URL.createObjectURL(blob), download: `anju-field-${today()}.json` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

async function forget() {
  const count = await log.unsentCount();
  if (!window.confirm(count ? say("forget_unsent", { n: count }) : say("forget_sure"))) return;
  vault.lock();
  await forgetAll();
  location.hash = "";
  await draw();
}

async function opened(fits) {
  part("pin-wrong").textContent = fits ? "" : say("pin_wrong");
  document.getElementById("pin").value = "";
  if (!fits) return;
  await load();
  await draw();
  refresh();
}

async function scan() {
  camera?.abort();
  camera = new AbortController();
  part("camera").hidden = false;
  const text = await fromCamera(part("video"), camera.signal).catch(() => null);
  part("camera").hidden = true;
  if (text === null) await tell(say("no_camera"));
  const code = text?.split("/").pop();
  if (code && homes.some((home) => home.code === code)) location.hash = `#/home/${code}`;
  else if (code) await tell(say("plate_unknown"));
}

function lock() {
  vault.lock();
  homes = [];
  rows = [];
  draw();
}

async function addPasskey() {
  const pin = window.prompt(say("pin_again"));
  if (!pin) return;
  const added = await vault.addPasskey(pin).catch(() => false);
  await tell(say(added ? "passkey_added" : "passkey_unfit"));
}

const ACTS = {
  sync: () => refresh(true),
  lock,
  export: exportQueue,
  forget,
  scan,
  "stop-scan": () => camera?.abort(),
  passkey: async () => opened(await vault.openByPasskey()),
  "add-passkey": addPasskey,
};
document.addEventListener("click", (event) => {
  lastTouch = Date.now();
  const act = event.target.closest("[data-act]")?.dataset.act;
  if (act) ACTS[act]();
});
document.addEventListener("keydown", () => {
  lastTouch = Date.now();
});
document.querySelector('[data-form="unlock"]').addEventListener("submit", async (event) => {
  event.preventDefault();
  part("pin-wrong").textContent = "";
  await opened(await vault.open(document.getElementById("pin").value));
});
part("search").addEventListener("input", drawHomes);
cardPhotos(readCard);
window.addEventListener("hashchange", draw);
window.addEventListener("online", () => refresh());
window.addEventListener("offline", () => tell());
setInterval(() => {
  if (vault.isOpen() && Date.now() - lastTouch > IDLE) lock();
  else refresh();
}, EVERY);
navigator.serviceWorker?.register("/field/worker.js").catch(() => {});
draw();
