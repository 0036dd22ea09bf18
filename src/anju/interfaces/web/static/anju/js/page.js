// Wakes the pieces of a page, and those that htmx brings later.
import { drafts } from "./draft.js";
import { onebox } from "./onebox.js";
import { picker } from "./picker.js";
import "./queue.js";
import { uploadLimits } from "./upload_limit.js";

const woken = new WeakSet();
const WAKERS = {
  "[data-onebox]": onebox,
  "[data-picker]": picker,
  "[data-rooms], [data-filter]": filter,
  "[data-date]": days,
  "[data-toast]": fade,
  "[data-revealed]": (element) => element.focus(),
  ".aj-nav [aria-current]": inSight,
};

function wake(root) {
  for (const [selector, waker] of Object.entries(WAKERS)) {
    for (const element of root.querySelectorAll(selector)) {
      if (woken.has(element)) continue;
      woken.add(element);
      waker(element);
    }
  }
}

// Buttons with data-show narrow the items with data-state.
function filter(root) {
  const keys = [...root.querySelectorAll("[data-show]")];
  for (const key of keys)
    key.addEventListener("click", () => {
      for (const other of keys) other.setAttribute("aria-pressed", String(other === key));
      for (const item of root.querySelectorAll("[data-state]")) {
        item.classList.toggle("is-dimmed", key.dataset.show !== "" && item.dataset.state !== key.dataset.show);
      }
    });
}

// "Today" in the time zone of the register, whatever the device thinks.
function days(root) {
  const input = root.querySelector("input");
  for (const button of root.querySelectorAll("[data-days]"))
    button.addEventListener("click", () => {
      const day = new Date(Date.now() + Number(button.dataset.days) * 864e5);
      input.value = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai" }).format(day);
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
}

// The page one is on, in the middle of a menu that is wider than a phone.
function inSight(link) {
  const menu = link.parentElement;
  menu.scrollLeft = link.offsetLeft - (menu.clientWidth - link.clientWidth) / 2;
}

// A toast with an undo or a refusal waits for the person; a plain one goes by itself, unless it is read at that moment.
function fade(toast) {
  if (toast.querySelector("form") || toast.matches(".aj-toast-error")) return;
  const go = () => (toast.matches(":hover, :focus-within") ? setTimeout(go, 3000) : toast.remove());
  setTimeout(go, 8000);
}

// "All of this page" in a list to choose from.
document.addEventListener("change", (event) => {
  const name = event.target.dataset?.all;
  if (!name) return;
  for (const box of event.target.form.querySelectorAll(`[name="${CSS.escape(name)}"]`))
    box.checked = event.target.checked;
});

document.addEventListener("click", (event) => {
  event.target.closest("[data-dismiss]")?.closest("[data-toast]")?.remove();
  for (const menu of document.querySelectorAll("[data-menu][open]"))
    if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("[data-menu][open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("htmx:after:swap", () => wake(document));
wake(document);
drafts();
uploadLimits();
