// What was typed into a form is offered again after a sign-in that came between, to the same account only. Where a
// form was refused and its page is drawn anew, it stands in the form again.
// It stays in this tab (sessionStorage), without files and passwords, for half an hour at most, and goes once used.
const KEY = "anju.draft";
const LASTS = 30 * 60 * 1000;
const LEFT_OUT = new Set(["file", "password", "submit", "button", "image", "reset"]);

const drop = () => sessionStorage.removeItem(KEY);
const keep = (draft) => sessionStorage.setItem(KEY, JSON.stringify(draft));
const here = () => location.pathname + location.search;
const account = (path) => path.startsWith("/account/");
const ASIDE = /^\/(account|i18n)\//;
const OF_THE_PAGE = /^(csrfmiddlewaretoken|key|step|yes|next|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS)$/;

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

const named = (form) => [...form.elements].filter((e) => e.name && !LEFT_OUT.has(e.type) && e.tagName !== "FIELDSET");
// Fields a person fills: hidden ones belong to the page and are made anew, but for what a picker chose.
const typed = (form) => named(form).filter((e) => e.type !== "hidden" || e.closest("[data-picker]"));
// What was typed on an earlier step of the same form stands in hidden fields of the later step; it is kept as well.
const worth_keeping = (form) => named(form).filter((e) => !OF_THE_PAGE.test(e.name));

function save(form) {
  const user = document.body.dataset.user;
  const to = new URL(form.getAttribute("action") || here(), location.href).pathname;
  if (to === "/account/logout/") return drop();
  if (ASIDE.test(to) || !user || form.method !== "post") return;
  const ticked = (e) => e.type === "checkbox" || e.type === "radio";
  const values = worth_keeping(form).map((e) => (ticked(e) ? [e.name, e.checked, e.value] : [e.name, e.value]));
  const boxes = [...form.querySelectorAll("[data-picker] [role=combobox]")].map((e) => e.value);
  keep({ user, path: here(), form: [...document.forms].indexOf(form), values, boxes, at: Date.now(), lost: false });
}

// The form with most of the names; of several alike the one that stood at the same place of the page.
function form_of(draft) {
  const names = new Set(draft.values.map(([name]) => name));
  const fits = (form) =>
    new Set(
      typed(form)
        .map((e) => e.name)
        .filter((n) => names.has(n)),
    ).size;
  const posted = [...document.forms].filter((f) => f.method === "post" && fits(f));
  const best = Math.max(...posted.map(fits));
  const alike = posted.filter((f) => fits(f) === best);
  return alike.includes(document.forms[draft.form]) ? document.forms[draft.form] : alike[0];
}

// Members of the family that had been added get their fields again: m-0-name, m1-name …
async function add_members(form, draft) {
  const button = () => form.querySelector("[data-add-member], [data-add]:not([disabled])");
  const lacking = () => draft.values.some(([name]) => /^m-?\d+-name$/.test(name) && !form.elements[name]);
  for (let tries = 0; tries < 200 && lacking() && form.querySelector("[data-add-member], [data-add]"); tries++) {
    button()?.click();
    await new Promise((done) => setTimeout(done, 25));
  }
}

async function fill(draft) {
  const form = form_of(draft);
  if (!form) return;
  await add_members(form, draft);
  const fields = typed(form);
  for (const [name, value, ofBox] of draft.values) {
    const at = fields.findIndex((e) => e.name === name && (ofBox === undefined || e.value === ofBox));
    if (at < 0) continue;
    const [field] = fields.splice(at, 1);
    if (ofBox === undefined) field.value = value;
    else field.checked = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  form.querySelectorAll("[data-picker] [role=combobox]").forEach((e, n) => {
    e.value = draft.boxes[n] ?? e.value;
  });
  for (let part = form.parentElement; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
  typed(form)
    .find((e) => e.type !== "hidden")
    ?.focus();
}

// On another page than the form's the offer leads to the form, where it stands again.
function take(draft) {
  if (draft.path === here()) {
    drop();
    return fill(draft);
  }
  keep({ ...draft, taken: true });
  location.assign(draft.path);
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
  const choices = [
    [words.draftTake, "btn btn-primary", () => take(draft)],
    [words.draftDrop, "btn", drop],
  ];
  const buttons = choices.map(([label, style, act]) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: style, textContent: label });
    button.addEventListener("click", () => {
      note.remove();
      act();
    });
    return button;
  });
  note.append(text, ...buttons);
  main.prepend(note);
}

export function drafts() {
  const draft = kept();
  const user = document.body.dataset.user;
  let edited = null; // a check while typing may lead to the sign-in without the form being sent
  document.addEventListener(
    "input",
    (event) => {
      edited = event.target.form ?? edited;
    },
    true,
  );
  document.addEventListener(
    "submit",
    (event) => {
      edited = null;
      save(event.target);
    },
    true,
  );
  window.addEventListener("pagehide", () => {
    if (edited?.isConnected) save(edited);
  });
  if (!draft) return;
  if (account(location.pathname)) return keep({ ...draft, lost: true });
  if ("draftRefused" in document.body.dataset && draft.path === here() && user === draft.user)
    return document.addEventListener("DOMContentLoaded", () => take(draft), { once: true });
  if ("draftLost" in document.body.dataset) keep(Object.assign(draft, { lost: true }));
  const ended = Date.now() - draft.at > LASTS || !draft.lost || (user && user !== draft.user);
  if (ended) return drop();
  if (!user) return;
  if (draft.taken && draft.path === here())
    document.addEventListener("DOMContentLoaded", () => take(draft), { once: true });
  else offer(draft);
}
