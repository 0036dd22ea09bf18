// A file larger than its field takes is refused where it is chosen, in the sentence the server would answer with.
export function uploadLimits() {
  document.addEventListener(
    "change",
    (event) => {
      const input = event.target;
      if (!input.matches?.("input[type=file][data-most-bytes]")) return;
      const most = Number(input.dataset.mostBytes);
      refuse(input, [...input.files].some((file) => file.size > most) ? input.dataset.tooLarge : "");
    },
    true,
  );
}

function refuse(input, sentence) {
  const place = input.closest("[data-drop]") ?? input;
  document.getElementById(`${input.id}_limit`)?.remove();
  if (!sentence) return;
  input.value = "";
  const note = Object.assign(document.createElement("p"), {
    id: `${input.id}_limit`,
    className: "aj-error",
    textContent: sentence,
  });
  note.setAttribute("role", "alert");
  place.after(note);
}
