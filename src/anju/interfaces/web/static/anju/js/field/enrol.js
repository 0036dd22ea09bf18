// Setting a phone up: what the browser promises is asked first, then the secret is fetched once and closed at once.
import { errors, part, say } from "./draw.js";
import { setState, state } from "./database.js";
import * as log from "./log.js";
import { SHORTEST_PIN, create, device } from "./vault.js";

const form = document.querySelector('[data-form="enrol"]');

function unfit() {
  const needed = [
    window.isSecureContext,
    window.indexedDB,
    window.crypto?.subtle,
    navigator.locks,
    navigator.serviceWorker,
    window.DecompressionStream,
  ];
  return needed.every(Boolean) ? "" : say("browser_unfit");
}

async function anotherHolder() {
  // What somebody else wrote down on this phone is not to be sent in the name of whoever comes after.
  const [holder, count] = [await state("holder"), await log.unsentCount()];
  return count && holder && holder !== form.dataset.holder ? say("another_holder", { n: count }) : "";
}

async function begin(event) {
  event.preventDefault();
  const { pin, again, name } = Object.fromEntries(new FormData(form));
  const wrong = [];
  if (pin.length < SHORTEST_PIN) wrong.push(say("pin_short", { n: SHORTEST_PIN }));
  else if (pin !== again) wrong.push(say("pin_differs"));
  if (!name.trim()) wrong.push(say("device_name_missing"));
  errors(form, wrong);
  if (wrong.length) return;
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    await enrol(pin);
  } catch {
    errors(form, [say("offline")]);
  } finally {
    button.disabled = false;
  }
}

async function enrol(pin) {
  const persisted = (await navigator.storage?.persist?.()) ?? false;
  const body = new FormData(form);
  body.delete("pin");
  body.delete("again");
  body.set("persisted", persisted ? "1" : "0");
  const answer = await fetch(form.action, { method: "POST", body });
  const made = await answer.json();
  if (!answer.ok) return errors(form, [made.error]);
  await log.forgetReadable();
  await create(pin, made.name, made.secret);
  await setState("holder", form.dataset.holder);
  location.assign("/field/");
  return null;
}

async function start() {
  const text = unfit() || (await anotherHolder());
  part("unfit").textContent = text;
  part("unfit").hidden = !text;
  if (text) return;
  const before = await device();
  if (before && (await log.unsentCount())) {
    part("unfit").textContent = say("enrol_again", { n: await log.unsentCount() });
    part("unfit").hidden = false;
  }
  form.addEventListener("submit", begin);
  // Only now: without this script the browser itself would send the form, and the PIN with it.
  form.querySelector("button").disabled = false;
}

if (form) start();
