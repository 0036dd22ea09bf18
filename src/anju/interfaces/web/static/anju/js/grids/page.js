// The page of the map of grids.
import { Drawing } from "./drawing.js";
import { fit, plainMap } from "./map.js";
import { State } from "./state.js";
import { Tools } from "./clicks.js";

const root = document.querySelector("[data-grid-map]");
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const words = root.dataset;

class Editor {
  constructor() {
    this.state = new State(root);
    this.map = plainMap(part("map"));
    this.drawing = new Drawing(this.map, this.state, this);
    this.tools = new Tools(this.map, this.drawing, this);
    this.waiting = null;
    this.wire();
  }

  get editing() {
    return !this.tools?.mode;
  }

  async open() {
    try {
      await this.state.load();
    } catch {
      return this.tell(words.failed, true);
    }
    this.refresh();
    const wanted = words.chosen;
    const layers = [...this.drawing.polygons].filter(([code]) => code.startsWith(words.region)).map(([, l]) => l);
    fit(this.map, layers.length ? layers : [...this.drawing.polygons.values()]);
    if (this.state.grids.has(wanted)) this.choose(wanted);
    part("empty").hidden = this.state.grids.size > 0;
    root.dataset.ready = "1";
  }

  refresh() {
    this.drawing.show();
    this.list();
    const changed = this.state.changes > 0;
    const faulty = this.state.answer.faults.length > 0;
    part("undo").disabled = !changed && !this.tools.line.length;
    part("redo").disabled = !this.state.undone.length;
    part("save").disabled = !changed || faulty;
    part("count").textContent = changed ? words.changes.replace("{n}", this.state.changes) : "";
    const chosen = this.state.grids.get(this.drawing.chosen);
    for (const name of ["split", "join"]) part(name).disabled = !chosen?.own;
    part("faults").replaceChildren(
      ...this.state.answer.faults.map((fault) => {
        const li = document.createElement("li");
        li.textContent = fault.said;
        return li;
      }),
    );
    part("faults").hidden = !faulty;
  }

  list() {
    part("grids").replaceChildren(
      ...[...this.state.grids.values()]
        .sort((a, b) => (a.code < b.code ? -1 : 1))
        .map((grid) => {
          const button = document.createElement("button");
          button.type = "button";
          button.className = "gr-item";
          button.textContent = grid.name;
          button.setAttribute("aria-pressed", String(grid.code === this.drawing.chosen));
          const where = document.createElement("span");
          where.className = "aj-muted";
          where.textContent = grid.own ? (grid.community ?? "") : words.neighbour;
          button.append(where);
          button.addEventListener("click", () => {
            if (this.tools.onGrid(grid.code)) return;
            this.choose(grid.code);
            this.map.fitBounds(this.drawing.polygons.get(grid.code).getBounds(), { padding: [60, 60], maxZoom: 18 });
          });
          return button;
        }),
    );
  }

  choose(code) {
    this.drawing.choose(code);
    this.refresh();
  }

  // Of the drawing: a click on a grid, and steps that a handle asks for.
  onGrid(code, event) {
    window.L.DomEvent.stopPropagation(event);
    const { lat, lng } = event.latlng;
    if (!this.tools.onGrid(code, [Math.round(lng * 1e7), Math.round(lat * 1e7)])) this.choose(code);
  }

  async steps(group) {
    const refused = await this.state.take(group);
    this.refresh();
    this.tell(refused, true);
  }

  // Of the tools.
  say(what) {
    this.tell(words[what], false);
  }

  join(code) {
    const kept = this.drawing.chosen;
    this.leave();
    if (code !== kept) this.steps([{ do: "join", kept, gone: code }]);
  }

  named(kind, what) {
    this.waiting = { kind, what };
    const dialog = part("dialog");
    const community = kind === "split" ? this.drawing.chosen.slice(0, 12) : part("community").value;
    part("where").hidden = kind === "split";
    part("number").value = this.free(community);
    part("name").value = words.newName.replace("{n}", Number(part("number").value));
    dialog.showModal();
    part("name").select();
  }

  free(community) {
    const held = new Set([...this.state.grids.keys()].map((code) => code));
    for (const option of part("community").options)
      if (option.value === community) for (const n of option.dataset.taken.split(",")) held.add(community + n);
    for (let n = 1; n < 1000; n++) if (!held.has(community + String(n).padStart(3, "0"))) return n;
    return "";
  }

  confirm() {
    const { kind, what } = this.waiting;
    const [name, number] = [part("name").value.trim(), Number(part("number").value)];
    const code = part("community").value + String(number).padStart(3, "0");
    const bare = part("bare").value;
    const chosen = this.drawing.chosen;
    this.leave();
    if (kind === "split") this.steps([...what.before, { do: "split", code: chosen, line: what.line, number, name }]);
    else this.steps([bare ? { do: "draw", code: bare, ring: what.ring } : { do: "draw", code, name, ring: what.ring }]);
  }

  use(mode) {
    const again = this.tools.mode === mode;
    this.leave();
    if (again) return;
    this.tools.begin(mode);
    for (const name of ["split", "join", "draw"]) part(name).setAttribute("aria-pressed", String(name === mode));
    this.drawing.showHandles();
    part("finish").hidden = mode !== "draw";
    this.tell(words[`how${mode[0].toUpperCase()}${mode.slice(1)}`], false);
  }

  leave() {
    this.tools.end();
    for (const name of ["split", "join", "draw"]) part(name).setAttribute("aria-pressed", "false");
    part("finish").hidden = true;
    this.tell("", false);
    this.refresh();
  }

  async back() {
    if (this.tools.line.length) this.tools.back();
    else this.tell(await this.state.back(), true);
    this.refresh();
  }

  async again() {
    this.tell(await this.state.again(), true);
    this.refresh();
  }

  async save() {
    part("save").disabled = true;
    const refused = await this.state.save();
    if (refused || !this.state.answer.edit) {
      this.refresh();
      part("reload").hidden = !["grid_changed_meanwhile", "grid_step_lost"].includes(this.state.reason);
      return this.tell(refused, true);
    }
    const said = this.state.answer.said;
    await this.open();
    this.tell(said, false);
  }

  tell(text, wrong) {
    const note = part("note");
    note.textContent = text;
    note.classList.toggle("is-wrong", wrong && Boolean(text));
    if (!wrong) part("reload").hidden = true;
  }

  wire() {
    const on = (name, act) => part(name)?.addEventListener("click", act);
    for (const mode of ["split", "join", "draw"]) on(mode, () => this.use(mode));
    on("undo", () => this.back());
    on("redo", () => this.again());
    on("finish", () => this.tools.finish());
    on("reload", () => this.open());
    this.state.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    part("dialog").addEventListener("close", () =>
      part("dialog").returnValue === "yes" ? this.confirm() : this.leave(),
    );
    part("community").addEventListener("change", () => {
      part("number").value = this.free(part("community").value);
    });
    part("bare").addEventListener("change", () => {
      part("new").hidden = part("bare").value !== "";
    });
    document.addEventListener("keydown", (event) => {
      if (event.target.matches("input, textarea, select") || part("dialog").open) return;
      if (event.key === "Escape") this.leave();
      if (event.key === "Enter" && this.tools.mode === "draw" && event.target === document.body) this.tools.finish();
      if ((event.ctrlKey || event.metaKey) && event.key === "z") {
        event.preventDefault();
        if (event.shiftKey) this.again();
        else this.back();
      }
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.state.changes) event.preventDefault();
    });
  }
}

if (root) new Editor().open();
