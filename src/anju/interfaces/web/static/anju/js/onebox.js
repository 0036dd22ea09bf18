// The box at the top of every staff page: "/" goes there, Enter opens.
import { combobox } from "./combobox.js";

export function onebox(root) {
  const { input } = combobox(root, (option) => {
    if (option.dataset.url) window.location.assign(option.dataset.url);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}
