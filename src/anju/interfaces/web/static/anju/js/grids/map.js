// A map without tiles: our own polygons on plain ground, with names, a scale, and what lies in them.
// Coordinates are whole units of 1e-7 degree, longitude first, as the server keeps them.
const L = window.L;
export const UNITS = 10_000_000;
const TONES = ["is-a", "is-b", "is-c", "is-d", "is-e", "is-f"];

export const latLng = ([x, y]) => [y / UNITS, x / UNITS];
export const point = ({ lat, lng }) => [Math.round(lng * UNITS), Math.round(lat * UNITS)];
export const key = ([x, y]) => `${x},${y}`;

export function plainMap(element) {
  const map = L.map(element, {
    attributionControl: false,
    zoomControl: false,
    zoomSnap: 0.25,
    maxZoom: 22,
    doubleClickZoom: false,
  });
  L.control.zoom({ zoomInTitle: element.dataset.zoomIn, zoomOutTitle: element.dataset.zoomOut }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  map.setView([35, 105], 4);
  namesThatFit(map);
  return map;
}

// A name that is wider than its area would lie over those of the neighbours; it shows when one comes nearer.
function namesThatFit(map) {
  let waiting = false;
  const look = () => {
    waiting = false;
    map.eachLayer((layer) => {
      const name = layer.getBounds && layer.getTooltip && layer.getTooltip()?.getElement();
      if (!name) return;
      const bounds = layer.getBounds();
      const width = map.latLngToLayerPoint(bounds.getSouthEast()).x - map.latLngToLayerPoint(bounds.getNorthWest()).x;
      name.style.visibility = name.offsetWidth > width ? "hidden" : "";
    });
  };
  map.on("zoomend layeradd", () => {
    if (!waiting) requestAnimationFrame(look);
    waiting = true;
  });
}

export const latLngs = (shape) => shape.map((polygon) => polygon.map((ring) => ring.map(latLng)));

// Neighbouring communities get different tones, the same at every visit.
export function tones(codes) {
  const communities = [...new Set(codes.map((code) => code.slice(0, 12)))].sort();
  return new Map(communities.map((code, n) => [code, TONES[n % TONES.length]]));
}

export function polygonOf(grid, tone, options = {}) {
  const drawn = L.polygon(latLngs(grid.shape), { className: `gr-grid ${tone}`, weight: 1.5, ...options });
  drawn.bindTooltip(grid.name, { permanent: true, direction: "center", className: "gr-name", interactive: false });
  return drawn;
}

export function fit(map, layers) {
  const bounds = L.featureGroup(layers).getBounds();
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [24, 24], animate: false });
}
