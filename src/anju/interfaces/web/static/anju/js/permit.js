// The holder's page: draws the next code every minute; confirms the holder by the phone's own passkey.
const EVERY = 60_000;
const code = document.querySelector("[data-permit=code]");
const button = document.querySelector("[data-permit=passkey]");
const problem = document.querySelector("[data-permit=problem]");

async function next() {
  try {
    const answer = await fetch(code.dataset.next, { headers: { accept: "application/json" } });
    const told = await answer.json();
    problem.textContent = told.problem ?? "";
    if (!answer.ok) {
      code.replaceChildren();
      return;
    }
    code.innerHTML = told.svg;
    code.dataset.text = told.text;
  } catch {
    /* no network: the old code lapses by itself, the next minute tries again */
  }
}
if (code) {
  setInterval(next, EVERY);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) next();
  });
}

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

async function send(url, body) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(url, {
    method: "POST",
    headers: { "X-CSRFToken": token, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.json();
}

function ids(list) {
  return (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));
}

async function confirm() {
  const asked = await send(button.dataset.begin, {});
  const options = (asked.use ?? asked.make).publicKey;
  options.challenge = bytes(options.challenge);
  let told;
  if (asked.use) {
    const got = await navigator.credentials.get({
      publicKey: { ...options, allowCredentials: ids(options.allowCredentials) },
    });
    told = {
      used: {
        ...shape(got),
        response: {
          clientDataJSON: text(got.response.clientDataJSON),
          authenticatorData: text(got.response.authenticatorData),
          signature: text(got.response.signature),
          userHandle: got.response.userHandle ? text(got.response.userHandle) : null,
        },
      },
    };
  } else {
    const made = await navigator.credentials.create({
      publicKey: {
        ...options,
        excludeCredentials: ids(options.excludeCredentials),
        user: { ...options.user, id: bytes(options.user.id) },
      },
    });
    told = {
      made: {
        ...shape(made),
        response: {
          clientDataJSON: text(made.response.clientDataJSON),
          attestationObject: text(made.response.attestationObject),
        },
      },
    };
  }
  return send(button.dataset.finish, told);
}

function shape(credential) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment,
  };
}

// One message: what went wrong stands in place of what was confirmed before.
function refuse(text) {
  problem.textContent = text;
  document.querySelector("[data-permit=checked]").hidden = true;
}

button?.addEventListener("click", async () => {
  try {
    const told = await confirm();
    if (told.done) location.reload();
    else refuse(told.problem);
  } catch (error) {
    refuse(error.message);
  }
});
