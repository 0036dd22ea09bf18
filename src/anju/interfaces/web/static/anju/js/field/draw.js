// Small helpers for the page. Texts are always set as text, never as HTML.
export const words = JSON.parse(document.getElementById("field-words").textContent);

export function say(name, values = {}) {
  return Object.entries(values).reduce((text, [key, value]) => text.replace(`{${key}}`, value), words.say[name]);
}

export const part = (name, within = document) => within.querySelector(`[data-part="${name}"]`);

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") made.className = value;
    else if (name === "onclick") made.addEventListener("click", value);
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

export function moment(milliseconds) {
  const how = { year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" };
  return new Date(milliseconds).toLocaleString(document.documentElement.lang, how);
}

export function show(view, title) {
  for (const section of document.querySelectorAll("[data-view]")) section.hidden = section.dataset.view !== view;
  part("title").textContent = title;
  window.scrollTo(0, 0);
  return document.querySelector(`[data-view="${view}"]`);
}

export function errors(form, sentences) {
  part("errors", form).replaceChildren(...sentences.map((text) => element("li", {}, text)));
  if (sentences.length) part("errors", form).scrollIntoView({ block: "center" });
}
