// The counter by keyboard: Enter goes on, Ctrl+Enter submits, what the number says fills what is empty.
const form = document.querySelector("[data-counter]");

function fields() {
  return [...form.querySelectorAll("input:not([type=hidden]), select, button[data-add], button[accesskey=s]")].filter(
    (element) => element.offsetParent !== null && !element.disabled,
  );
}

function enter(event) {
  if (event.key !== "Enter" || event.isComposing) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    submit();
    return;
  }
  const box = event.target;
  if (!box.matches("input, select") || event.defaultPrevented) return;
  event.preventDefault();
  if (box.matches("[role=combobox]")) {
    const list = box.closest("[data-picker]").querySelector("[role=listbox]:not([hidden], [data-stale])");
    const first = list?.querySelector("[role=option]");
    if (first) first.click(); // the best match is taken when nothing was chosen with the arrows
  }
  const all = fields();
  all[all.indexOf(box) + 1]?.focus();
}

function submit() {
  if (form.dataset.sent) return;
  form.requestSubmit();
}

function fill(fieldset, name, value) {
  const box = fieldset.querySelector(`[name$="-${name}"]`);
  if (box && value && (!box.value || box.dataset.filled === "yes")) {
    box.value = value;
    box.dataset.filled = "yes";
  }
}

function heard(event) {
  const fieldset = event.target.closest?.("fieldset[data-person]");
  fieldset?.querySelector("[id$=-doc_number-error]")?.remove(); // it spoke of the number before this one
  const facts = fieldset?.querySelector("[data-facts]");
  if (facts) {
    fill(fieldset, "birth_date", facts.dataset.birth);
    fill(fieldset, "sex", facts.dataset.sex);
  }
  const known = fieldset?.querySelector("[data-known]");
  if (known) fill(fieldset, "name", known.dataset.name);
}

// Another row of the family. Fetched here and not by htmx, which would put the focus back to where it was.
async function add(button) {
  if (button.disabled) return;
  button.disabled = true;
  const answer = await fetch(button.dataset.add);
  if (!answer.ok) {
    button.disabled = false;
    return;
  }
  const made = document.createRange().createContextualFragment(await answer.text());
  const row = made.querySelector("fieldset");
  button.closest(".cn-add").replaceWith(made);
  window.htmx.process(row);
  row.querySelector("[data-first]").focus();
}

if (form) {
  form.addEventListener("keydown", enter);
  form.addEventListener("htmx:after:swap", heard);
  document.addEventListener("htmx:after:swap", heard);
  form.addEventListener("input", (event) => {
    event.target.dataset.filled = "";
  });
  form.addEventListener("change", (event) => {
    if (!event.target.matches("[data-kind]")) return;
    const foreign = event.target.closest("fieldset").querySelector("[data-foreign]");
    foreign.hidden = !["414", "553"].includes(event.target.value);
  });
  form.addEventListener("change", (event) => {
    if (!event.target.matches("[data-nationality]")) return; // whose number it is depends on the country
    event.target
      .closest("fieldset")
      .querySelector("[data-kind]")
      .dispatchEvent(new Event("change", { bubbles: true }));
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add]");
    if (button) add(button);
  });
  form.addEventListener("click", (event) => {
    event.target.closest("[data-drop]")?.closest("fieldset").remove();
  });
  form.addEventListener("submit", () => {
    form.dataset.sent = "yes";
  });
  document.addEventListener("keydown", (event) => {
    if (event.altKey && event.key.toLowerCase() === "n") {
      event.preventDefault();
      form.querySelector("[data-add]").click();
    }
  });
  document.getElementById("problems")?.focus();
}
document.querySelector("[data-next]")?.focus();
