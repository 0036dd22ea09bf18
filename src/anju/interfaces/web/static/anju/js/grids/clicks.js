// Cutting, joining and drawing: each gathers clicks on the map and ends in steps.
import { key, latLng, point } from "./map.js";

const L = window.L;
const NEAR = 14;

export class Tools {
  constructor(map, drawing, act) {
    Object.assign(this, { map, drawing, act, mode: "", line: [], before: [] });
    map.on("click", (event) => this.onClick(point(event.latlng)));
    map.on("dblclick", () => this.mode === "draw" && this.finish());
  }

  begin(mode) {
    this.mode = mode;
    this.line = [];
    this.before = [];
    this.redraw();
  }

  end() {
    this.begin("");
  }

  redraw() {
    this.drawing.draft.clearLayers();
    if (this.line.length)
      L.polyline(this.line.map(latLng), { className: "gr-draft", weight: 3 }).addTo(this.drawing.draft);
    for (const p of this.line)
      L.circleMarker(latLng(p), { radius: 4, className: "gr-draft" }).addTo(this.drawing.draft);
    this.map.getContainer().classList.toggle("is-drawing", this.mode === "split" || this.mode === "draw");
  }

  // A click on a grid while a tool is in hand; true when the tool took it.
  onGrid(code, at) {
    if (this.mode === "join") {
      this.act.join(code);
      return true;
    }
    if (!this.mode) return false;
    this.onClick(at);
    return true;
  }

  onClick(at) {
    if (this.mode === "draw") this.add(this.drawing.nearCorner(at, NEAR, () => true) ?? at);
    if (this.mode === "split") this.cut(at);
  }

  add(p) {
    if (this.line.some((q) => key(q) === key(p))) return;
    this.line.push(p);
    this.redraw();
  }

  // The first and the last click lie on the border of the chosen grid: on a corner, or on a side that gets one.
  cut(at) {
    const own = this.drawing.state.grids.get(this.drawing.chosen);
    if (!own) return;
    const corner = this.drawing.nearCorner(at, NEAR, () => true, [own]);
    const side = corner ? null : this.drawing.nearSide(at, NEAR, (grid) => grid.code === own.code);
    const border = corner ?? side?.at;
    if (!this.line.length && !border) return this.act.say("border");
    if (side) this.before.push({ do: "insert", a: side.a, b: side.b, at: side.at });
    this.add(border ?? at);
    if (border && this.line.length > 1) this.act.named("split", { line: this.line, before: this.before });
  }

  finish() {
    if (this.mode === "draw" && this.line.length > 2) this.act.named("draw", { ring: this.line });
  }

  back() {
    this.line.pop();
    this.redraw();
  }
}
