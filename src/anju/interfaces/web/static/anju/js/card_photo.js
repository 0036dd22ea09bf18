// "Fill from a card photo": a photograph goes to the server, its fields come back into the form. The picture is kept
// nowhere: the file box has no name, so no form sends it, and it is emptied at once.
const LONG_SIDE = 2000;
const BOXES = {
  doc_type: ["doc_type"],
  doc_number: ["doc_number"],
  name: ["name"],
  sex: ["sex"],
  birth_date: ["birth_date"],
  address: ["hukou_detail", "hukou_text"],
};

const PERSON = "fieldset[data-person], [data-member]";
const running = new WeakMap();

// `send(picture, signal, progress)` answers what the server says; by default it asks `data-url`.
export function cardPhotos(send = posted) {
  document.addEventListener("change", async (event) => {
    const input = event.target;
    if (!input.matches?.("[data-card-photo] input[type=file]")) return;
    const part = input.closest("[data-card-photo]");
    const [file] = input.files;
    input.value = "";
    if (!file) return;
    running.get(part)?.abort();
    const control = new AbortController();
    running.set(part, control);
    await read(part, file, control.signal, send);
  });
  document.addEventListener("click", (event) => {
    const part = event.target.closest?.("[data-card-photo] [data-cancel]")?.closest("[data-card-photo]");
    if (part) running.get(part)?.abort();
  });
}

async function read(part, file, signal, send) {
  const words = part.dataset;
  busy(part, true, words.sending);
  tell(part, []);
  try {
    const progress = (share) => busy(part, true, share < 1 ? words.sending : words.reading, share);
    const answer = await send(await smaller(file), signal, progress, part.dataset.url);
    if (signal.aborted) return;
    if (answer.error) busy(part, false, answer.error, 0, true);
    else if (!Object.keys(answer.fields).length && !answer.name_picture)
      busy(part, false, answer.empty[0]?.why ?? words.failed, 0, true);
    else {
      const scope = scopeOf(part);
      const kept = fill(scope, answer, part);
      const lines = answer.empty.filter((one) => boxOf(scope, one.field)).map((one) => `${one.label}：${one.why}`);
      if (kept.length) lines.push(`${words.kept}${kept.join("、")}`);
      busy(part, false, words.done);
      tell(part, lines);
    }
  } catch {
    if (running.get(part)?.signal !== signal) return; // another photograph has been taken meanwhile
    busy(part, false, signal.aborted ? words.cancelled : words.failed, 0, !signal.aborted);
  }
}

const scopeOf = (part) => part.closest(PERSON) ?? part.closest("form");

// The box of this person's field, among those that are asked for: what is hidden is not filled.
function boxOf(scope, field) {
  const person = scope.matches(PERSON) ? scope : null;
  return BOXES[field]
    .flatMap((name) => [...scope.querySelectorAll(`[name="${name}"], [name$="-${name}"]`)])
    .find((box) => box.offsetParent !== null && box.closest(PERSON) === person);
}

// Fill what is empty or came from an earlier photograph; what somebody has typed stays, and is named.
function fill(scope, { fields, name_picture: picture }, part) {
  const kept = [];
  for (const field of Object.keys(BOXES)) {
    const box = boxOf(scope, field);
    if (!box) continue;
    const value = fields[field] ?? "";
    const ours = !box.value || box.dataset.fromCard === "yes" || box.dataset.filled === "yes" || field === "doc_type";
    if (!ours) {
      if (value && box.value.trim() !== value) kept.push(labelOf(box));
    } else if (value || box.dataset.fromCard === "yes") {
      if (field === "doc_type" && !value) continue;
      box.value = value;
      box.dataset.fromCard = value ? "yes" : "";
      for (const kind of ["input", "change"]) box.dispatchEvent(new Event(kind, { bubbles: true }));
      box.dataset.fromCard = value ? "yes" : "";
    }
  }
  const name = boxOf(scope, "name");
  if (name) showName(name, name.value ? "" : picture, part.dataset.written);
  if (name && !name.value) name.focus();
  return kept;
}

const labelOf = (box) => box.labels?.[0]?.textContent.trim() ?? box.name;

// The written name beside the box, until somebody has typed it.
function showName(box, picture, words) {
  const field = box.closest(".aj-field") ?? box.parentElement;
  field.querySelector("[data-written-name]")?.remove();
  if (!picture) return;
  const image = Object.assign(document.createElement("img"), { src: picture, alt: words });
  const shown = document.createElement("p");
  shown.dataset.writtenName = "";
  shown.className = "aj-written-name";
  shown.append(image);
  box.after(shown);
  const typed = () => {
    if (!box.value.trim()) return;
    shown.remove();
    box.removeEventListener("change", typed);
  };
  box.addEventListener("change", typed);
}

function busy(part, on, words = "", share = 0, wrong = false) {
  part.toggleAttribute("aria-busy", on);
  part.querySelector("[data-cancel]").hidden = !on;
  const bar = part.querySelector("progress");
  bar.hidden = !on;
  if (on && share > 0 && share < 1) bar.value = share;
  else bar.removeAttribute("value");
  const said = part.querySelector("[data-said]");
  said.textContent = words;
  said.className = wrong ? "aj-error" : "aj-help";
}

function tell(part, lines) {
  part
    .querySelector("[data-empty]")
    .replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
}

// As large as reading needs; place and maker of the photograph stay on the phone.
async function smaller(file) {
  try {
    const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, LONG_SIDE / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob((blob) => done(blob ?? file), "image/jpeg", 0.9));
  } catch {
    return file; // the server says what is wrong with it
  }
}

function posted(picture, signal, progress, url) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("photo", picture, "card.jpg");
    form.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
    signal.addEventListener("abort", () => request.abort());
    request.upload.addEventListener("progress", (event) => progress(event.loaded / event.total));
    request.addEventListener("load", () => {
      try {
        done(JSON.parse(request.responseText));
      } catch (error) {
        failed(error);
      }
    });
    for (const kind of ["error", "abort"]) request.addEventListener(kind, () => failed(new Error(kind)));
    request.open("POST", url);
    request.setRequestHeader("Accept", "application/json");
    request.send(form);
  });
}

if (!document.querySelector(".aj-fieldwork")) cardPhotos();
