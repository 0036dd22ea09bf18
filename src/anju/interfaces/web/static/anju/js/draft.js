// What was typed into a form is offered again after a sign-in that came between, to the same account only.
// It stays in this tab (sessionStorage), without files and passwords, for half an hour at most, and goes once used.
const KEY = "anju.draft";
const LASTS = 30 * 60 * 1000;
const LEFT_OUT = new Set(["file", "password", "submit", "button", "image", "reset"]);

const drop = () => sessionStorage.removeItem(KEY);
const keep = (draft) => sessionStorage.setItem(KEY, JSON.stringify(draft));
const here = () => location.pathname + location.search;
const account = (path) => path.startsWith("/account/");

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

// Hidden fields belong to the page and are made anew, but for what a picker chose.
const typed = (form) => [...form.elements].filter((e) => e.name && !LEFT_OUT.has(e.type) && e.tagName !== "FIELDSET"
  && (e.type !== "hidden" || e.closest("[data-picker]")));

function save(form) {
  const user = document.body.dataset.user;
  const to = new URL(form.getAttribute("action") || here(), location.href).pathname;
  if (account(to)) return drop();
  if (!user || form.method !== "post") return;
  const ticked = (e) => e.type === "checkbox" || e.type === "radio";
  const values = typed(form).map((e) => (ticked(e) ? [e.name, e.checked, e.value] : [e.name, e.value]));
  const boxes = [...form.querySelectorAll("[data-picker] [role=combobox]")].map((e) => e.value);
  keep({ user, path: here(), form: [...document.forms].indexOf(form), values, boxes, at: Date.now(), lost: false });
}

function fill(draft) {
  const form = document.forms[draft.form];
  const fields = form ? typed(form) : [];
  for (const [name, value, ofBox] of draft.values) {
    const at = fields.findIndex((e) => e.name === name && (ofBox === undefined || e.value === ofBox));
    if (at < 0) continue;
    const [field] = fields.splice(at, 1);
    if (ofBox === undefined) field.value = value; else field.checked = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  form?.querySelectorAll("[data-picker] [role=combobox]").forEach((e, n) => { e.value = draft.boxes[n] ?? e.value; });
  if (form) typed(form).find((e) => e.type !== "hidden")?.focus();
}

function offer(draft) {
  const main = document.querySelector("main");
  const words = document.body.dataset;
  if (!main) return;
  const note = document.createElement("section");
  note.className = "aj-card aj-draft";
  note.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = words.draftText;
  const choices = [[words.draftTake, "btn btn-primary", () => fill(draft)], [words.draftDrop, "btn", () => {}]];
  const buttons = choices.map(([label, style, act]) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: style, textContent: label });
    button.addEventListener("click", () => { drop(); note.remove(); act(); });
    return button;
  });
  note.append(text, ...buttons);
  main.prepend(note);
}

export function drafts() {
  const draft = kept();
  const user = document.body.dataset.user;
  document.addEventListener("submit", (event) => save(event.target), true);
  if (!draft) return;
  if (account(location.pathname)) return keep({ ...draft, lost: true });
  const ended = Date.now() - draft.at > LASTS || !draft.lost || (user && user !== draft.user);
  if (ended) return drop();
  if (user && draft.path === here()) offer(draft);
}
