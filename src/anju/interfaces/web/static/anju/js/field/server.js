// The field's addresses of the API, with the device's secret.
import { state } from "./database.js";
import { secret } from "./vault.js";

const BASE = "/api/v1/field";
const PATIENCE = 60_000;

export class Refusal extends Error {
  // An answer of the server that is no success: `status`, `code`, `params`, and a sentence as the message.
  constructor(status, problem) {
    super(problem.detail ?? "");
    Object.assign(this, { status, code: problem.code ?? "", params: problem.params ?? {} });
  }
}

export async function ask(path, { method = "GET", body, headers = {}, bytes = false, signal } = {}) {
  // Throws `Refusal` when the server says no, and the browser's own error when it cannot be reached.
  const plain = body === undefined || body instanceof Uint8Array;
  const answer = await fetch(`${BASE}${path}`, {
    method,
    body: plain ? body : JSON.stringify(body),
    headers: {
      Authorization: `Bearer ${await secret()}`,
      "Anju-Epoch": String((await state("epoch")) ?? 0),
      "Content-Type": plain ? "application/octet-stream" : "application/json",
      "Accept-Language": document.documentElement.lang,
      ...headers,
    },
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.any([AbortSignal.timeout(PATIENCE), ...(signal ? [signal] : [])]),
  });
  if (!answer.ok) throw new Refusal(answer.status, await answer.json().catch(() => ({})));
  return bytes ? new Uint8Array(await answer.arrayBuffer()) : answer.json();
}
