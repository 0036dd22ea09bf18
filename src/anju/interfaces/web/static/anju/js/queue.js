// A queue by keyboard: ↓ and ↑ walk its rows, also from the search field above it; Enter opens the row, as links do.
// Keys that a list of options or a tree has taken for itself are theirs.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented) return;
  if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.matches("select, textarea, input:not([type=search])")) return;
  const rows = [...document.querySelectorAll("[data-queue] > li .aj-queue-what > a")];
  if (!rows.length) return;
  const at = rows.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
  event.preventDefault();
  rows[Math.max(0, Math.min(at, rows.length - 1))].focus();
});
