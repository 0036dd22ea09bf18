// Deciding by one key: Y accepts, 1-9 names the person, N is somebody new, R goes to the reason for refusing.
// A key that decides counts from a second after the page changed: pressed twice, it decides one item, not the next too.
const SETTLING = 1000; // milliseconds
const form = document.querySelector("[data-review]");
let shown = performance.now();
addEventListener("pageshow", () => (shown = performance.now()));
document.addEventListener("keydown", (event) => {
  if (!form || event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, select, textarea"))
    return;
  const wanted = `[data-key="${CSS.escape(event.key.toLowerCase())}"]`;
  const target = form.querySelector(wanted) ?? document.querySelector(`a[data-next]${wanted}`);
  if (!target) return;
  event.preventDefault();
  if (!target.matches("button, a")) target.focus();
  else if (!event.repeat && performance.now() - shown >= SETTLING) target.click();
});
// In a field Ctrl+Enter names the outcome that was chosen, or sends the message; Escape leaves the field.
form?.addEventListener("keydown", (event) => {
  if (event.key === "Escape") event.target.blur();
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  const outcome = form.querySelector("[name=outcome]");
  form.querySelector(outcome?.value ? "[data-send=outcome]" : "[data-send=text]")?.click();
});
form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("[name=note]")) return;
  event.preventDefault(); // Enter in the reason refuses; it never accepts. An answer to a contest is chosen by hand.
  if (form.dataset.review === "contest") return;
  form.querySelector("[value=refuse]").click();
});
