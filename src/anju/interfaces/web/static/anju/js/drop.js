// A form with a file: takes dropped files, names them, shows how far the upload is. Without this script it still posts.
function wire(form) {
  const zone = form.querySelector("[data-drop]");
  const input = form.querySelector("input[type=file]");
  const name = form.querySelector("[data-drop-name]");
  for (const event of ["dragenter", "dragover"])
    zone.addEventListener(event, (e) => {
      e.preventDefault();
      zone.classList.add("is-over");
    });
  for (const event of ["dragleave", "drop"])
    zone.addEventListener(event, (e) => {
      e.preventDefault();
      zone.classList.remove("is-over");
    });
  zone.addEventListener("drop", (e) => {
    if (!e.dataTransfer.files.length) return;
    input.files = e.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  input.addEventListener("change", () => {
    name.textContent = input.files[0]?.name ?? "";
  });
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    if (!unchosen(form)) send(form);
  });
}

// A shown picker without a choice is asked for before a large file travels in vain.
function unchosen(form) {
  const field = [...form.querySelectorAll("[data-picker]")].find(
    (p) => p.offsetParent && !p.querySelector("input[type=hidden]").value,
  );
  if (!field) return false;
  const box = field.querySelector("[role=combobox]");
  box.setAttribute("aria-invalid", "true");
  const note = form.querySelector("[data-unchosen]");
  note.hidden = false;
  field.after(note);
  box.focus();
  return true;
}

function send(form) {
  const shown = form.querySelector("[data-drop-progress]");
  const button = form.querySelector("button.btn-primary");
  const request = new XMLHttpRequest();
  button.disabled = true;
  shown.hidden = false;
  request.upload.addEventListener("progress", (p) => {
    shown.querySelector("progress").value = (100 * p.loaded) / p.total;
  });
  request.addEventListener("load", () => {
    if (request.status < 400) location.assign(request.responseURL);
    else refused(form, request.responseText);
  });
  request.addEventListener("error", () => form.submit());
  request.open("POST", form.action || location.href);
  request.send(new FormData(form));
}

// The page came back with what is wrong: show its form in place of this one.
function refused(form, text) {
  const answer = new DOMParser().parseFromString(text, "text/html");
  const next = answer.querySelector("[data-upload]");
  if (!next) {
    document.querySelector("#main").replaceChildren(...answer.querySelector("#main").childNodes);
    return;
  }
  const files = form.querySelector("input[type=file]").files;
  form.replaceWith(next);
  wire(next);
  const input = next.querySelector("input[type=file]");
  input.files = files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  next.querySelector("[aria-invalid]")?.focus();
}

for (const form of document.querySelectorAll("[data-upload]")) wire(form);
