// Where a building stands: a click or a drag fills the two fields, typed numbers move the marker. Only what is in the
// fields is sent; numbers of a shifted datum are not drawn, since the server alone converts.
import { fit, latLng, latLngs, plainMap, point, UNITS } from "../grids/map.js";

const L = window.L;
const METRE = 90;
const ground = document.querySelector("[data-place-map]");
const form = document.querySelector("[data-place-form]");
const data = JSON.parse(document.getElementById("place-data").textContent);
const fields = [form.elements.longitude, form.elements.latitude];
const straight = form.querySelector("input[name=datum][value=wgs84]");

const typed = () => {
  const [x, y] = fields.map((field) => Number.parseFloat(field.value));
  return straight.checked && Number.isFinite(x) && Number.isFinite(y) && Math.abs(y) <= 90
    ? [Math.round(x * UNITS), Math.round(y * UNITS)]
    : null;
};

class Placing {
  constructor() {
    ground.hidden = false;
    this.map = plainMap(ground);
    const grids = data.grids.map((grid) =>
      L.polygon(latLngs(grid.shape), {
        className: `mp-grid${grid.own ? " is-own" : ""}`,
        weight: 1.5,
        interactive: false,
      })
        .bindTooltip(grid.name, { permanent: true, direction: "center", className: "gr-name" })
        .addTo(this.map),
    );
    for (const other of data.others)
      L.circleMarker(latLng(other.at), { radius: 5, weight: 1, className: "mp-point" })
        .bindTooltip(other.title)
        .addTo(this.map);
    this.map.on("click", (event) => this.take(point(event.latlng)));
    const at = typed() ?? data.at;
    const own = grids.filter((_, n) => data.grids[n].own);
    fit(this.map, own.length ? own : grids);
    if (at) this.mark(at);
    if (at && !grids.length) this.map.setView(latLng(at), 17);
    for (const field of fields) field.addEventListener("change", () => typed() && this.mark(typed()));
  }

  take(at) {
    straight.checked = true;
    fields[0].value = (at[0] / UNITS).toFixed(7);
    fields[1].value = (at[1] / UNITS).toFixed(7);
    this.mark(at);
  }

  mark(at) {
    if (this.marker) return this.marker.setLatLng(latLng(at));
    const said = ground.dataset.marker;
    const icon = L.divIcon({ className: "mp-here", iconSize: [26, 26] });
    this.marker = L.marker(latLng(at), { icon, draggable: true, title: said, alt: said }).addTo(this.map);
    this.marker.on("dragend", () => this.take(point(this.marker.getLatLng())));
    this.marker.on("keydown", ({ originalEvent }) => this.onKey(originalEvent));
  }

  // Arrows move by a metre, with Shift by ten.
  onKey(event) {
    const step = event.shiftKey ? METRE * 10 : METRE;
    const ways = { ArrowUp: [0, step], ArrowDown: [0, -step], ArrowLeft: [-step, 0], ArrowRight: [step, 0] };
    const way = ways[event.key];
    if (!way) return;
    const [x, y] = point(this.marker.getLatLng());
    this.take([x + way[0], y + way[1]]);
    event.preventDefault();
    event.stopPropagation();
  }
}

if (data.grids.length || data.at) new Placing();
