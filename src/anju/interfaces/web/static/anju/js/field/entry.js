// From a form to an operation. What is certainly wrong is said at once; the rest is for the register to judge.
import { say } from "./draw.js";
import { dayFault, fits, isMobile, masked, plain, today, withSigns } from "./numbers.js";

const FOREIGN = new Set(["414", "553"]);
const value = (form, name) => form.querySelector(`[name$="-${name}"]`).value.trim();
export const pictures = (form) => [...(form.querySelector("[name=photos]")?.files ?? [])];
const at = (home) =>
  home.operation ? { home: { operation: home.operation }, after: [home.operation] } : { home: { code: home.code } };
const told = (home, more) => ({ home: home.operation ?? home.code, where: home.where, ...more });

function wrongDay(day, missing) {
  const why = day ? dayFault(day) : missing;
  return why ? [say(why)] : [];
}

export function moveIn(form, home) {
  const content = {};
  const card = value(form, "doc_type");
  for (const name of ["name", "doc_type", "doc_number", "nationality", "birth_date", "sex", "phone", "start", "reason"])
    content[name] = value(form, name) || null;
  if (!content.doc_number) content.doc_type = null;
  else content.doc_number = plain(content.doc_number);
  if (!content.doc_type || !FOREIGN.has(content.doc_type)) content.nationality = null;
  const wrong = [];
  if (!content.name) wrong.push(say("name_missing"));
  else if (withSigns(content.name)) wrong.push(say("name_symbols"));
  wrong.push(...wrongDay(content.start, "start_missing"));
  if (content.doc_type === "111" && !fits(content.doc_number)) wrong.push(say("number_wrong"));
  if (!content.doc_number && !content.birth_date) wrong.push(say(card ? "number_missing" : "birth_date_missing"));
  if (content.birth_date > today()) wrong.push(say("birth_date_future"));
  if (content.phone && !isMobile(content.phone)) wrong.push(say("phone_invalid"));
  if (FOREIGN.has(content.doc_type) && !content.nationality) wrong.push(say("nationality_missing"));
  const summary = told(home, { kind: "move_in", name: content.name, document: masked(content.doc_number ?? "") });
  return { wrong, operation: { ...at(home), kind: "move_in", content }, summary };
}

export function moveOut(form, home, person) {
  const end = value(form, "end");
  const wrong = wrongDay(end, "end_missing");
  const content = { person: person.person, end };
  return {
    wrong,
    operation: { ...at(home), kind: "move_out", content },
    summary: told(home, { kind: "move_out", name: person.name }),
  };
}

export function visit(result, home) {
  const summary = told(home, { kind: "visit", result });
  return { wrong: [], operation: { ...at(home), kind: "visit", content: { result } }, summary };
}

export function change(form, home) {
  // Only what was changed, each with the value this phone knew.
  const wanted = { capacity: Number.parseInt(value(form, "capacity"), 10), dwelling: value(form, "dwelling") };
  const wrong = wanted.capacity >= 1 && wanted.capacity <= 99 ? [] : [say("capacity_wrong")];
  const changes = {};
  for (const [name, fresh] of Object.entries(wanted))
    if (fresh !== home[name]) changes[name] = { base: home[name], value: fresh };
  if (!wrong.length && !Object.keys(changes).length) wrong.push(say("nothing_changed"));
  return { wrong, operation: { ...at(home), kind: "change", changes }, summary: told(home, { kind: "change" }) };
}

export function newHome(form) {
  const content = {};
  for (const name of ["region", "address", "building", "unit", "room", "dwelling"]) content[name] = value(form, name);
  content.capacity = Number.parseInt(value(form, "capacity"), 10);
  const wrong = [];
  if (!content.address) wrong.push(say("address_missing"));
  if (!content.room) wrong.push(say("room_missing"));
  if (!(content.capacity >= 1 && content.capacity <= 99)) wrong.push(say("capacity_wrong"));
  const where = [content.address, content.building, content.unit, content.room].filter(Boolean).join(" ");
  return { wrong, operation: { kind: "home", content }, summary: { kind: "home", where } };
}

export function withdrawal(row) {
  const operation = { kind: "withdraw", withdraws: row.key, after: [row.key], content: {} };
  return { operation, summary: { kind: "withdraw", of: row.key, where: row.summary.where, name: row.summary.name } };
}
