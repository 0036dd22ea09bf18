// Deciding by one key: Y accepts, 1-9 names the person, N is somebody new, R goes to the reason for refusing.
const form = document.querySelector("[data-review]");
document.addEventListener("keydown", (event) => {
  if (!form || event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input, select, textarea"))
    return;
  const target = form.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!target) return;
  event.preventDefault();
  if (target.matches("button")) target.click();
  else target.focus();
});
form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("[name=note]")) return;
  event.preventDefault(); // Enter in the reason refuses; it never accepts. An answer to a contest is chosen by hand.
  if (form.dataset.review === "contest") return;
  form.querySelector("[value=refuse]").click();
});
