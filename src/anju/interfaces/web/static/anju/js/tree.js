// The tree of divisions below a picker: one level is fetched when its division is unfolded, never the whole tree.
// Keys as the ARIA tree pattern has them: up and down walk, right unfolds, left folds or goes up, Enter chooses.
const LENGTHS = [2, 4, 6, 9, 12];

export function tree(root, chosen, choose) {
  const button = root.querySelector("[data-browse]");
  const panel = root.querySelector(".aj-tree");
  const top = panel.querySelector("[role=tree]");
  const note = panel.querySelector(".aj-tree-note");
  const levels = button.dataset.levels ? button.dataset.levels.split(",") : null;
  const asked = new Map();

  async function fetched(query) {
    if (!asked.has(query))
      asked.set(
        query,
        fetch(`${button.dataset.browse}?${query}`).then((answer) => {
          if (!answer.ok) throw new Error(String(answer.status));
          return answer.json();
        }),
      );
    try {
      note.textContent = "";
      return (await asked.get(query)).results;
    } catch {
      asked.delete(query);
      note.textContent = button.dataset.failed;
      return null;
    }
  }

  async function fill(list, query) {
    if (list.childElementCount) return;
    const places = await fetched(query);
    if (!places || list.childElementCount) return;
    list.replaceChildren(...places.map(item));
    if (!places.length) note.textContent = button.dataset.empty;
  }

  function item(place) {
    const li = document.createElement("li");
    li.setAttribute("role", "treeitem");
    li.setAttribute("aria-label", place.name);
    li.setAttribute("aria-selected", String(place.code === chosen()));
    li.tabIndex = -1;
    Object.assign(li.dataset, { code: place.code, text: place.full_name });
    if (!levels || levels.includes(String(place.level))) li.dataset.may = "1";
    const line = document.createElement("div");
    line.className = "aj-tree-line";
    const fold = document.createElement("span");
    fold.className = "aj-tree-fold";
    const name = document.createElement("span");
    name.className = "aj-tree-name";
    name.textContent = place.name;
    line.append(fold, name);
    li.append(line);
    if (place.divided) {
      li.setAttribute("aria-expanded", "false");
      const below = document.createElement("ul");
      below.setAttribute("role", "group");
      below.hidden = true;
      li.append(below);
    }
    return li;
  }

  async function unfold(li, yes) {
    if (!li.hasAttribute("aria-expanded")) return;
    const below = li.querySelector(":scope > [role=group]");
    if (yes) await fill(below, `of=${li.dataset.code}`);
    li.setAttribute("aria-expanded", String(yes));
    below.hidden = !yes;
  }

  const shown = () => [...top.querySelectorAll("[role=treeitem]")].filter((li) => !li.closest("[role=group][hidden]"));
  function focus(li) {
    if (!li) return;
    for (const other of top.querySelectorAll("[tabindex='0']")) other.tabIndex = -1;
    li.tabIndex = 0;
    li.focus({ preventScroll: true });
    li.firstElementChild.scrollIntoView({ block: "nearest" });
  }

  async function open(yes) {
    panel.hidden = !yes;
    button.setAttribute("aria-expanded", String(yes));
    if (!yes) return;
    await fill(top, `roots=${button.dataset.roots}`);
    let at = null;
    const code = chosen();
    for (const length of code ? [...LENGTHS, 15] : []) {
      // unfold the way down to what is chosen
      const found = top.querySelector(`[data-code="${length === 15 ? code : code.slice(0, length).padEnd(12, "0")}"]`);
      if (!found) continue;
      at = found;
      if (found.dataset.code !== code) await unfold(found, true);
    }
    for (const li of top.querySelectorAll("[role=treeitem]"))
      li.setAttribute("aria-selected", String(li.dataset.code === code));
    focus(at ?? shown()[0]);
  }

  function take(li) {
    if (!li.dataset.may) return unfold(li, li.getAttribute("aria-expanded") !== "true");
    choose(li.dataset.code, li.dataset.text);
    open(false);
    button.focus();
  }

  button.addEventListener("click", () => open(panel.hidden));
  top.addEventListener("click", (event) => {
    const li = event.target.closest("[role=treeitem]");
    if (!li) return;
    if (event.target.closest(".aj-tree-fold") && li.hasAttribute("aria-expanded")) {
      unfold(li, li.getAttribute("aria-expanded") !== "true");
      focus(li);
    } else take(li);
  });
  const KEYS = {
    ArrowDown: (li) => focus(shown()[shown().indexOf(li) + 1]),
    ArrowUp: (li) => focus(shown()[shown().indexOf(li) - 1]),
    Home: () => focus(shown()[0]),
    End: () => focus(shown().at(-1)),
    ArrowRight: async (li) => {
      if (li.getAttribute("aria-expanded") === "false") await unfold(li, true);
      else focus(li.querySelector("[role=group]:not([hidden]) > [role=treeitem]"));
    },
    ArrowLeft: async (li) => {
      if (li.getAttribute("aria-expanded") === "true") await unfold(li, false);
      else focus(li.parentElement.closest("[role=treeitem]"));
    },
    Enter: take,
    " ": take,
    Escape: () => {
      open(false);
      button.focus();
    },
  };
  panel.addEventListener("keydown", (event) => {
    const li = event.target.closest("[role=treeitem]");
    if (!li || !KEYS[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    KEYS[event.key](li);
  });
  root.addEventListener("focusout", (event) => {
    if (!panel.hidden && event.relatedTarget && !root.contains(event.relatedTarget)) open(false);
  });
  document.addEventListener("pointerdown", (event) => {
    if (!panel.hidden && !root.contains(event.target)) open(false);
  });
}
