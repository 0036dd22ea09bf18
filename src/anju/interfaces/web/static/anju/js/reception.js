// The reception by keyboard: the box opens, Enter confirms, F8 departs, F9 undoes. Answers hold the parts that changed;
// what cannot be sent stays as it was typed, with its key, so that sending it again enters it once.
import { combobox } from "./combobox.js";
import { fromCamera } from "./verify/scan.js";

const root = document.querySelector("[data-reception]");
const box = root?.querySelector("[data-reception-box]");
const part = (id) => document.getElementById(id);

function say(text) {
  const note = part("reception-note");
  note.textContent = "";
  if (!text) return;
  const line = document.createElement("p");
  line.className = "aj-alert";
  line.textContent = text;
  note.append(line);
}

function begin() {
  box.elements.q.value = "";
  box.elements.pick.value = "";
  const list = part("reception-options");
  list.textContent = "";
  list.hidden = true;
}

function put(html) {
  const parts = [...new DOMParser().parseFromString(html, "text/html").querySelectorAll("[data-part]")];
  for (const fresh of parts) {
    part(fresh.id)?.replaceWith(document.adoptNode(fresh));
    window.htmx?.process(part(fresh.id));
  }
  document.dispatchEvent(new CustomEvent("htmx:after:swap"));
  return parts.map((p) => p.id);
}

function look() {
  const next = part("reception-panel").querySelector("[data-next]") ?? box.elements.q;
  next.focus();
  next.select?.();
}

async function ask(address, options) {
  let answer;
  try {
    answer = await fetch(address, { ...options, headers: { "X-Reception": "1" } });
  } catch {
    return say(root.dataset.lost);
  }
  if (answer.redirected) return window.location.assign(answer.url); // the session has ended: sign in, and come back
  const changed = put(await answer.text());
  if (!changed.length) return say(root.dataset.broken);
  if (changed.includes("reception-note")) return undefined;
  say("");
  begin();
  root.dataset.turns = Number(root.dataset.turns ?? 0) + 1;
  return look();
}

async function send(form, button) {
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  const body = new FormData(form, button);
  await ask(form.getAttribute("action"), { method: "POST", body });
  delete form.dataset.sent;
}

// Enter goes to what is still empty and must not be; where nothing is, it sends.
function enter(event) {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
  const form = event.target.closest("[data-fill]");
  if (!form) return;
  event.preventDefault();
  const empty = [...form.querySelectorAll("input[data-need]")].find((f) => !f.value.trim() && lacking(form, f));
  if (empty && empty !== event.target) empty.focus();
  else if (!empty) form.requestSubmit(form.querySelector("[data-submit]"));
}

// A child without a document has a day of birth instead.
function lacking(form, field) {
  return field.name !== "doc_number" || !form.elements.birth_date?.value;
}

function rows(event) {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const panel = part("reception-panel");
  if (!panel.contains(event.target) || event.target.matches("select, [type=date]")) return;
  const all = [...panel.querySelectorAll("[data-row-main]")];
  if (!all.length) return;
  event.preventDefault();
  const at = all.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
  all[Math.max(0, Math.min(at, all.length - 1))].focus();
}

function keys(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "F8" || event.key === "F9") {
    const near = event.key === "F8" ? (document.activeElement.closest("[data-row]") ?? alone()) : root;
    const button = near?.querySelector(`[data-key=${event.key}]`);
    event.preventDefault();
    button?.click();
  } else if (event.key === "Escape" && event.target !== box.elements.q) {
    event.preventDefault();
    part("reception-panel").textContent = "";
    say("");
    box.elements.q.focus();
  } else if (event.key === "/" && !event.isComposing && leaves(event.target)) {
    event.preventDefault();
    box.elements.q.focus();
    box.elements.q.select();
  }
}

// No name, number, room or day holds a stroke, so the key leaves these fields too; words and the box keep it.
function leaves(field) {
  return field !== box.elements.q && !field.closest("textarea");
}

// Without a row in focus F8 means the only one there is.
function alone() {
  const all = part("reception-panel").querySelectorAll("[data-row]");
  return all.length === 1 ? all[0] : null;
}

async function scan(button) {
  const video = box.querySelector("video");
  const stop = new AbortController();
  video.hidden = false;
  button.addEventListener("click", () => stop.abort(), { once: true });
  try {
    const text = await fromCamera(video, stop.signal);
    if (text) {
      box.elements.q.value = text;
      box.requestSubmit();
    }
  } catch {
    say(root.dataset.noCamera);
  }
  video.hidden = true;
}

if (box) {
  combobox(box, (option) => {
    box.elements.pick.value = option.dataset.pick;
    box.requestSubmit();
  });
  root.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-reception-form]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a.aj-room, a[data-reception-link]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    ask(link.href, { method: "GET" }).then(() => {
      if (window.innerWidth < 900) part("reception-panel").scrollIntoView({ block: "start" });
    });
  });
  root.addEventListener("keydown", enter);
  root.addEventListener("keydown", rows);
  document.addEventListener("keydown", keys);
  box.elements.q.addEventListener("input", () => {
    box.elements.pick.value = "";
  });
  const camera = box.querySelector("[data-camera]");
  camera.hidden = !navigator.mediaDevices;
  camera.addEventListener("click", () => {
    if (box.querySelector("video").hidden) scan(camera);
  });
  look();
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
