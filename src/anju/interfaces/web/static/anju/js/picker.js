// A field that submits a code and shows a name: region, home, person.
import { combobox } from "./combobox.js";

export function picker(root) {
  const hidden = root.querySelector("input[type=hidden]");
  let shown = "";
  const { input } = combobox(root, (option, box) => {
    hidden.value = option.dataset.value;
    box.value = shown = option.dataset.text;
    hidden.dispatchEvent(new Event("change", { bubbles: true }));
  });
  shown = input.value;
  // A name typed over a chosen one no longer stands for its code.
  input.addEventListener("input", () => { if (input.value !== shown && hidden.value) { hidden.value = ""; hidden.dispatchEvent(new Event("change", { bubbles: true })); } });
}
