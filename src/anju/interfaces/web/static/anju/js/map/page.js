// Parts of an area coloured by a count, and the buildings in sight as points. The table below holds the same figures.
import { fit, latLng, latLngs, plainMap, UNITS } from "../grids/map.js";

const L = window.L;
const NEAR = 1_200_000; // units (some 13 km): wider views show no buildings
const LISTED = 40;
const NAMED = 40; // more parts than this are named when pointed at
const ground = document.querySelector("[data-area-map]");

function drawn(area, _, all) {
  const shape = L.polygon(latLngs(area.shape), {
    className: `mp-area is-${area.band}`,
    weight: 1.5,
    interactive: Boolean(area.url),
  });
  const always = all.length <= NAMED;
  const way = always ? { permanent: true, direction: "center", interactive: false } : { sticky: true };
  shape.bindTooltip(named(area), { ...way, className: "gr-name" });
  if (area.url) shape.on("click", () => window.location.assign(area.url));
  return shape;
}

function named(area) {
  const text = document.createElement("span");
  text.textContent = `${area.name} ${area.count.toLocaleString("en")}`;
  return text;
}

async function answered(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

const filled = (text, values) => Object.entries(values).reduce((t, [k, v]) => t.replaceAll(`{${k}}`, v), text);

function facts(building) {
  const said = ground.dataset;
  return [
    building.kind,
    filled(said.homes, { n: building.homes, f: building.free }),
    building.tasks && filled(said.tasks, { n: building.tasks, l: building.late }),
    building.listings && filled(said.offers, { n: building.listings }),
  ]
    .filter(Boolean)
    .join(" · ");
}

function linked(href, text) {
  const link = document.createElement("a");
  link.href = href;
  link.textContent = text;
  return link;
}

function popup(building) {
  const box = document.createElement("div");
  const title = document.createElement("strong");
  title.textContent = building.title;
  const line = document.createElement("p");
  line.textContent = facts(building);
  const ways = document.createElement("p");
  ways.append(linked(building.url, ground.dataset.open), " · ", linked(building.place_url, ground.dataset.move));
  box.append(title, line, ways);
  return box;
}

function pointOf(building) {
  const state = building.late ? " has-late" : building.tasks ? " has-tasks" : "";
  const size = Math.min(12, 5 + Math.sqrt(building.homes));
  return L.circleMarker(latLng(building.at), { radius: size, weight: 1.5, className: `mp-point${state}` }).bindPopup(
    popup(building),
  );
}

class Points {
  constructor(map) {
    this.map = map;
    this.layer = L.layerGroup().addTo(map);
    this.note = document.querySelector("[data-map-note]");
    this.list = document.querySelector("[data-map-list]");
    map.on("moveend", () => this.later());
    this.load();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), 250);
  }

  async load() {
    const bounds = this.map.getBounds();
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((d) =>
      Math.round(d * UNITS),
    );
    if (box[2] - box[0] > NEAR) return this.show([], ground.dataset.far);
    const turn = (this.turn = (this.turn ?? 0) + 1);
    try {
      const { buildings, more, most } = await answered(`${ground.dataset.points}&box=${box.join(",")}`);
      if (turn !== this.turn) return;
      const said = more
        ? filled(ground.dataset.more, { n: most })
        : filled(ground.dataset.count, { n: buildings.length });
      this.show(buildings, said);
    } catch {
      this.show([], ground.dataset.failed);
    }
  }

  show(buildings, text) {
    this.layer.clearLayers();
    for (const building of buildings) pointOf(building).addTo(this.layer);
    this.note.textContent = text;
    this.list.replaceChildren(...buildings.slice(0, LISTED).map(entry));
  }
}

function entry(building) {
  const item = document.createElement("li");
  const link = linked(building.url, building.title);
  const line = document.createElement("small");
  line.textContent = facts(building);
  link.append(line);
  item.append(link);
  return item;
}

async function draw() {
  const { areas } = await answered(ground.dataset.areaMap);
  const map = plainMap(ground);
  const shapes = areas.map(drawn).map((shape) => shape.addTo(map));
  fit(map, shapes);
  if (ground.dataset.points && ground.dataset.show) new Points(map);
}

if (ground && !ground.hidden) draw();
