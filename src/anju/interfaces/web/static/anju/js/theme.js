// Runs before the first paint: follow the system's light or dark, unless the person chose.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
function paint() {
  const chosen = document.cookie.match(/(?:^|; )theme=(light|dark)/)?.[1];
  document.documentElement.dataset.bsTheme = chosen ?? (dark.matches ? "dark" : "light");
}
paint();
dark.addEventListener("change", paint);
