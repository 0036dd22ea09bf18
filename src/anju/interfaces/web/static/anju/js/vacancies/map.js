// The communities of a town with how many vacancies each has, drawn on our own boundaries; a click narrows the search.
// Who has no boundaries, no script or no mouse has the same as links below the map.
import { fit, latLngs, plainMap, tones } from "../grids/map.js";

const L = window.L;
const ground = document.querySelector("[data-vacancy-map]");

function drawn(area, tone) {
  const shape = L.polygon(latLngs(area.shape), {
    className: `gr-grid ${tone}${area.count ? "" : " vc-none"}`,
    weight: 1.5,
    interactive: Boolean(area.url),
  });
  if (area.url) shape.on("click", () => window.location.assign(area.url));
  return shape;
}

function named(map, areas, shapes) {
  for (const code of new Set(areas.map((area) => area.community))) {
    const own = areas.map((area, n) => [area, shapes[n]]).filter(([area]) => area.community === code);
    const [first] = own[0];
    if (!first.count) continue;
    const text = document.createElement("span");
    text.textContent = `${first.name} ${first.count}`;
    L.tooltip({ permanent: true, direction: "center", className: "gr-name", interactive: false })
      .setLatLng(
        L.featureGroup(own.map(([, shape]) => shape))
          .getBounds()
          .getCenter(),
      )
      .setContent(text)
      .addTo(map);
  }
}

async function draw() {
  const answer = await fetch(ground.dataset.vacancyMap, { headers: { Accept: "application/json" } });
  if (!answer.ok) return;
  const { areas } = await answer.json();
  if (!areas.length) return;
  ground.hidden = false;
  const map = plainMap(ground);
  const tone = tones(areas.map((area) => area.code));
  const shapes = areas.map((area) => drawn(area, tone.get(area.community)).addTo(map));
  fit(map, shapes);
  named(map, areas, shapes);
}

if (ground) draw();
