// What the editor holds: boundaries as they were loaded, the steps done since, and what the server makes of them.
// The geometry itself is changed by the server alone, so that what is shown is what will be saved.
export class State {
  constructor(root) {
    this.root = root;
    this.form = root.querySelector("[data-grid-form]");
    this.loaded = new Map();
    this.steps = [];
    this.undone = [];
    this.answer = { shapes: {}, made: {}, faults: [] };
  }

  async load() {
    const answer = await fetch(this.root.dataset.url);
    if (!answer.ok) throw new Error(String(answer.status));
    this.loaded = new Map((await answer.json()).grids.map((grid) => [grid.code, grid]));
    this.steps = [];
    this.undone = [];
    this.answer = { shapes: {}, made: {}, faults: [] };
  }

  // The grids as they would be after the steps so far.
  get grids() {
    const shown = new Map(this.loaded);
    for (const [code, shape] of Object.entries(this.answer.shapes)) {
      const held = this.loaded.get(code);
      if (shape === null) shown.delete(code);
      else shown.set(code, { ...(held ?? { code, name: this.answer.made[code] ?? "", own: true }), shape });
    }
    return shown;
  }

  get changes() {
    return this.steps.length;
  }

  // Do a group of steps; what the server refuses is not done, and its sentence is returned.
  async take(group) {
    this.steps.push(group);
    const refused = await this.ask("");
    if (refused) this.steps.pop();
    else this.undone = [];
    return refused;
  }

  async back() {
    if (!this.steps.length) return "";
    this.undone.push(this.steps.pop());
    return this.steps.length ? this.ask("") : this.cleared();
  }

  async again() {
    if (!this.undone.length) return "";
    this.steps.push(this.undone.pop());
    return this.ask("");
  }

  cleared() {
    this.answer = { shapes: {}, made: {}, faults: [] };
    return "";
  }

  async save() {
    return this.ask("1");
  }

  // "" when it went well, else the sentence that refuses. `this.reason` is its code.
  async ask(save) {
    const body = new FormData(this.form);
    body.set("save", save);
    body.set("steps", JSON.stringify(this.steps.flat()));
    const base = [...this.loaded.values()].map((grid) => [grid.code, grid.version]);
    body.set("base", JSON.stringify(Object.fromEntries(base)));
    let answer;
    try {
      answer = await fetch(this.root.dataset.save, { method: "POST", body: new URLSearchParams(body) });
      const said = await answer.json();
      if (answer.ok) {
        this.answer = said;
        return "";
      }
      this.reason = said.reason;
      return said.refused;
    } catch {
      this.reason = "";
      return this.root.dataset.failed;
    }
  }
}
