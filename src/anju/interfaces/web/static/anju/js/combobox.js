// A text box with a list of options below it, as the ARIA combobox pattern has it.
// The list is filled by htmx; here the keyboard walks it and choosing is announced.
export function combobox(root, choose) {
  const input = root.querySelector("[role=combobox]");
  const list = root.querySelector("[role=listbox]");
  let at = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];

  function open(yes) {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    if (!yes) mark(-1);
  }
  function mark(index) {
    const all = options();
    at = all.length ? Math.max(-1, Math.min(index, all.length - 1)) : -1;
    all.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  }
  function take(option) {
    open(false);
    choose(option, input);
  }

  function filled() {
    delete list.dataset.stale;
    open(input.value.trim() !== "");
  }

  list.addEventListener("htmx:after:swap", filled);
  root.addEventListener("htmx:after:swap", filled);
  input.addEventListener("input", () => {
    list.dataset.stale = "yes"; // until the answer to this text is there, the options are those of an earlier one
    mark(-1);
    if (!input.value.trim()) open(false);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the input method is still choosing characters
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden && options().length) open(true);
      mark(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      take(options()[at]);
    } else if (event.key === "Escape") {
      if (list.hidden) input.blur();
      else open(false);
    }
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // keep the focus in the box
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("blur", () => open(false));
  return { input, list, open };
}
