// A field that submits a code and shows a name: region, home, person.
import { combobox } from "./combobox.js";
import { tree } from "./tree.js";

// Divisions come as JSON ({results: [{code, name, full_name}]}), everything else as a fragment by htmx.
function divisions(input, list, open) {
  let timer, asking;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    asking?.abort();
    if (input.value.trim()) timer = setTimeout(ask, 180);
  });
  async function ask() {
    asking = new AbortController();
    const q = input.value.trim();
    try {
      const address = new URL(input.dataset.suggest, location.href);
      address.searchParams.set("q", q);
      const answer = await fetch(address, { signal: asking.signal });
      if (!answer.ok) return;
      const { results } = await answer.json();
      list.replaceChildren(...results.map((place) => option(list.id, place)));
      open(results.length > 0);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }
}

function option(prefix, place) {
  const element = document.createElement("div");
  element.className = "aj-option";
  element.id = `${prefix}-${place.code}`;
  element.setAttribute("role", "option");
  element.setAttribute("aria-selected", "false");
  element.dataset.value = place.code;
  element.dataset.text = place.full_name;
  for (const [name, text] of [
    ["aj-option-text", place.name],
    ["aj-option-hint", place.full_name],
  ]) {
    const span = document.createElement("span");
    span.className = name;
    span.textContent = text;
    element.append(span);
  }
  return element;
}

export function picker(root) {
  const hidden = root.querySelector("input[type=hidden]");
  let shown = "";
  const { input, list, open } = combobox(root, (option) => take(option.dataset.value, option.dataset.text));
  function take(value, text) {
    hidden.value = value;
    input.value = shown = text;
    hidden.dispatchEvent(new Event("change", { bubbles: true }));
  }
  if (root.querySelector("[data-browse]")) tree(root, () => hidden.value, take);
  shown = input.value;
  if (input.dataset.suggest) divisions(input, list, open);
  // A name typed over a chosen one no longer stands for its code.
  input.addEventListener("input", () => {
    if (input.value !== shown && hidden.value) {
      hidden.value = "";
      hidden.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}
