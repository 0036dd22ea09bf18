// Draws the grids of a state, the corners of the chosen one as handles, and what is wrong.
import { key, latLng, latLngs, point, polygonOf, tones } from "./map.js";

const L = window.L;
const NEAR_CORNER = 12;
const NEAR_SIDE = 9;

export class Drawing {
  constructor(map, state, act) {
    Object.assign(this, { map, state, act, polygons: new Map(), chosen: "" });
    this.handles = L.layerGroup().addTo(map);
    this.faults = L.layerGroup().addTo(map);
    this.draft = L.layerGroup().addTo(map);
  }

  show() {
    const grids = this.state.grids;
    const tone = tones([...grids.keys()]);
    for (const [code, drawn] of this.polygons)
      if (!grids.has(code)) {
        drawn.remove();
        this.polygons.delete(code);
      }
    for (const grid of grids.values()) {
      const held = this.polygons.get(grid.code);
      if (held) held.setLatLngs(latLngs(grid.shape));
      else {
        const drawn = polygonOf(grid, tone.get(grid.code.slice(0, 12))).addTo(this.map);
        drawn.on("click", (event) => this.act.onGrid(grid.code, event));
        this.polygons.set(grid.code, drawn);
      }
    }
    if (!grids.has(this.chosen)) this.chosen = "";
    this.mark();
    this.showHandles();
    this.showFaults();
  }

  choose(code) {
    this.chosen = code;
    this.mark();
    this.showHandles();
  }

  mark() {
    for (const [code, drawn] of this.polygons) {
      drawn.getElement()?.classList.toggle("is-chosen", code === this.chosen);
      const changed = code in this.state.answer.shapes;
      drawn.getElement()?.classList.toggle("is-changed", changed);
    }
    this.polygons.get(this.chosen)?.bringToFront();
  }

  showFaults() {
    this.faults.clearLayers();
    for (const fault of this.state.answer.faults)
      for (const line of fault.lines)
        L.polyline(line.map(latLng), { className: "gr-fault", weight: 5, interactive: false }).addTo(this.faults);
  }

  showHandles() {
    this.handles.clearLayers();
    const grid = this.state.grids.get(this.chosen);
    if (!grid?.own || this.state.root.hasAttribute("data-readonly") || !this.act.editing) return;
    for (const polygon of grid.shape)
      for (const ring of polygon)
        ring.forEach((corner, n) => {
          this.corner(corner, n + 1);
          this.middle(corner, ring[(n + 1) % ring.length]);
        });
  }

  corner(at, number) {
    const said = this.state.root.dataset.corner.replace("{n}", number);
    const icon = L.divIcon({ className: "gr-corner", iconSize: [18, 18] });
    const handle = L.marker(latLng(at), { icon, draggable: true, title: said, alt: said }).addTo(this.handles);
    handle.on("drag", (event) => this.stretch(at, point(event.latlng)));
    handle.on("dragend", () => this.act.steps(this.dropped(at, point(handle.getLatLng()))));
    handle.on("contextmenu", () => this.act.steps([{ do: "remove", at }]));
    handle.on("keydown", ({ originalEvent }) => this.onKey(handle, at, originalEvent));
  }

  middle(a, b) {
    const at = [Math.round((a[0] + b[0]) / 2), Math.round((a[1] + b[1]) / 2)];
    const icon = L.divIcon({ className: "gr-middle", iconSize: [14, 14] });
    const said = this.state.root.dataset.middle;
    const handle = L.marker(latLng(at), { icon, draggable: true, title: said, alt: said }).addTo(this.handles);
    const insert = { do: "insert", a, b, at };
    handle.on("dragend", () => this.act.steps([insert, ...this.dropped(at, point(handle.getLatLng()))]));
    handle.on("click", () => this.act.steps([insert]));
    handle.on("keydown", ({ originalEvent }) => {
      if (originalEvent.key === "Enter") this.act.steps([insert]);
    });
  }

  // While a corner is dragged: every grid that has it follows.
  stretch(at, to) {
    for (const [code, grid] of this.state.grids) {
      if (!grid.shape.some((polygon) => polygon.some((ring) => ring.some((p) => key(p) === key(at))))) continue;
      const moved = (ring) => ring.map((p) => (key(p) === key(at) ? to : p));
      this.polygons.get(code).setLatLngs(latLngs(grid.shape.map((polygon) => polygon.map(moved))));
    }
  }

  // Arrows move a corner by a metre, with Shift by ten; Enter does it, Delete removes the corner.
  onKey(handle, at, event) {
    const step = event.shiftKey ? 900 : 90;
    const ways = { ArrowUp: [0, step], ArrowDown: [0, -step], ArrowLeft: [-step, 0], ArrowRight: [step, 0] };
    if (ways[event.key]) {
      const [x, y] = point(handle.getLatLng());
      const to = [x + ways[event.key][0], y + ways[event.key][1]];
      handle.setLatLng(latLng(to));
      this.stretch(at, to);
    } else if (event.key === "Enter") this.act.steps([{ do: "move", at, to: point(handle.getLatLng()) }]);
    else if (event.key === "Delete") this.act.steps([{ do: "remove", at }]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  // The steps of a corner let go here: onto another corner, onto a side of another grid, or where it is.
  dropped(at, to) {
    const corner = this.nearCorner(to, NEAR_CORNER, (p) => key(p) !== key(at));
    if (corner) return [{ do: "move", at, to: corner }];
    const apart = (shape) => !shape.some((polygon) => polygon.some((ring) => ring.some((p) => key(p) === key(at))));
    const side = this.nearSide(to, NEAR_SIDE, ({ shape }) => apart(shape));
    if (!side) return [{ do: "move", at, to }];
    return [
      { do: "insert", a: side.a, b: side.b, at: side.at },
      { do: "move", at, to: side.at },
    ];
  }

  nearCorner(to, pixels, fits, grids = this.state.grids.values()) {
    const here = this.map.latLngToLayerPoint(latLng(to));
    let best = null;
    for (const grid of grids)
      for (const polygon of grid.shape)
        for (const ring of polygon)
          for (const p of ring) {
            const far = here.distanceTo(this.map.latLngToLayerPoint(latLng(p)));
            if (far <= pixels && fits(p) && (!best || far < best.far)) best = { far, p };
          }
    return best?.p ?? null;
  }

  nearSide(to, pixels, fits) {
    const here = this.map.latLngToLayerPoint(latLng(to));
    let best = null;
    for (const grid of this.state.grids.values()) {
      if (!fits(grid)) continue;
      for (const polygon of grid.shape)
        for (const ring of polygon)
          ring.forEach((a, n) => {
            const b = ring[(n + 1) % ring.length];
            const ends = [a, b].map((p) => this.map.latLngToLayerPoint(latLng(p)));
            const foot = L.LineUtil.closestPointOnSegment(here, ...ends);
            const far = here.distanceTo(foot);
            if (far > pixels || (best && far >= best.far)) return;
            const at = onSide(a, b, to);
            if (key(at) !== key(a) && key(at) !== key(b)) best = { far, a, b, at };
          });
    }
    return best;
  }
}

// The point of a side that is nearest, in units.
function onSide(a, b, to) {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const share = ((to[0] - a[0]) * dx + (to[1] - a[1]) * dy) / (dx * dx + dy * dy);
  const kept = Math.min(1, Math.max(0, share));
  return [Math.round(a[0] + kept * dx), Math.round(a[1] + kept * dy)];
}
