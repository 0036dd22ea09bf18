// The public doors: copying, children without a document, adding a family member, reading a plate by camera.
for (const button of document.querySelectorAll("[data-copy]"))
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    if (navigator.share) {
      try {
        await navigator.share({ text: source.value });
        return;
      } catch {
        /* closed: copy instead */
      }
    }
    try {
      await navigator.clipboard.writeText(source.value);
    } catch {
      source.select();
      document.execCommand("copy");
    }
    button.querySelector("span").textContent = button.dataset.done;
  });

// A day of birth and a sex are asked only where no document says them.
function document_fields(form) {
  for (const child of form.querySelectorAll("[data-child]")) {
    const scope = child.closest("[data-member]") ?? form;
    const kind = scope.querySelector("select[name$=doc_type]"),
      number = scope.querySelector("[data-document]");
    const show = () => {
      child.hidden = kind.value !== "";
      number.hidden = kind.value === "";
      if (kind.value === "") number.querySelector("input").value = "";
    };
    kind.addEventListener("change", show);
    show();
  }
}
// The nationality is asked only with a document of a foreigner.
function country_fields(form) {
  for (const country of form.querySelectorAll("[data-country]")) {
    const kind = (country.closest("[data-member]") ?? form).querySelector("select[name$=doc_type]");
    const show = () => (country.hidden = !["414", "553"].includes(kind.value));
    kind.addEventListener("change", show);
    show();
  }
}
for (const form of document.querySelectorAll("form")) {
  document_fields(form);
  country_fields(form);
}

for (const button of document.querySelectorAll("[data-add-member]"))
  button.addEventListener("click", () => {
    const list = document.getElementById("members"),
      total = document.querySelector("[name$=TOTAL_FORMS]");
    const html = document.getElementById("member-template").innerHTML.replaceAll("__prefix__", total.value);
    list.insertAdjacentHTML("beforeend", html);
    total.value = Number(total.value) + 1;
    const added = list.lastElementChild;
    document_fields(added.closest("form"));
    country_fields(added.closest("form"));
    added.querySelector("input[type=text], input:not([type])")?.focus();
  });

// The plate: the browser's own reader where it has one, typing the code everywhere.
const scan = document.querySelector("[data-scan]");
if (scan && "BarcodeDetector" in window && navigator.mediaDevices) {
  const start = scan.querySelector("[data-scan-start]"),
    stage = scan.querySelector(".aj-scan"),
    video = scan.querySelector("video");
  start.hidden = false;
  start.addEventListener("click", async () => {
    try {
      video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    } catch {
      scan.querySelector("[data-scan-none]").hidden = false;
      return;
    }
    start.hidden = true;
    stage.hidden = false;
    await video.play();
    const reader = new BarcodeDetector({ formats: ["qr_code"] });
    const look = async () => {
      if (!video.srcObject) return;
      const [found] = await reader.detect(video).catch(() => []);
      const code = found?.rawValue.match(/(?:\/h\/|^)([0-9A-Za-z-]{10,14})\/?$/)?.[1];
      if (!code) return requestAnimationFrame(look);
      for (const track of video.srcObject.getTracks()) track.stop();
      video.srcObject = null;
      const box = document.querySelector("input[name=code]");
      box.value = code;
      box.form.requestSubmit();
    };
    look();
  });
}
