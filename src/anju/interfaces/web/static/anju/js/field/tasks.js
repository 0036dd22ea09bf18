// What waits at the doors that the phone carries: what its own visits have settled waits no longer, before and after
// they are sent. A task that began after the visit waits again.
import { element, part, say, words } from "./draw.js";

const SETTLING = new Set(["met", "declined", "moved"]);
const SOON = 7 * 86_400_000;

const visitsAt = (home, rows) =>
  rows.filter(
    (row) => row.summary.kind === "visit" && row.summary.home === home.code && row.answer?.status !== "quarantined",
  );

// `rows`: entries of the log that were neither refused nor taken back.
export function waiting(home, rows) {
  const settled = visitsAt(home, rows)
    .filter((row) => SETTLING.has(row.summary.result))
    .map((row) => row.written_at);
  return (home.tasks ?? []).filter(
    (task) => !words.by_visit.includes(task.cause) || !settled.some((at) => Date.parse(task.opened) <= at),
  );
}

// Left in peace: somebody knocked today already, or the office says until when.
function resting(home, rows, day) {
  const knocked = visitsAt(home, rows).some((row) => localDay(row.written_at) === day);
  return knocked || (home.rest_until ?? "") > day;
}

const localDay = (milliseconds) => {
  const at = new Date(milliseconds);
  return new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
};

// The doors of this day: what is overdue or due within a week, then what else waits in the same buildings.
export function doorsOf(homes, rows, day) {
  const until = localDay(Date.parse(`${day}T12:00`) + SOON);
  const doors = homes
    .map((home) => ({ home, tasks: waiting(home, rows) }))
    .filter(({ home, tasks }) => tasks.length && !resting(home, rows, day))
    .sort((a, b) => (a.tasks[0].due < b.tasks[0].due ? -1 : 1));
  const urgent = doors.filter(({ tasks }) => tasks[0].due <= until);
  const buildings = new Set(urgent.map(({ home }) => home.building));
  const near = doors.filter((door) => !urgent.includes(door) && buildings.has(door.home.building));
  return [...urgent, ...near].map(({ home }) => home);
}

const told = (task, day) =>
  `${words.causes[task.cause] ?? task.cause} · ${say(task.due < day ? "task_late" : "task_due", { day: task.due })}`;

// The most urgent one beside a home of the list; null where nothing waits.
export function mark(home, rows, day) {
  const tasks = waiting(home, rows);
  if (!tasks.length) return null;
  const more = tasks.length > 1 ? ` +${tasks.length - 1}` : "";
  return element("span", { class: "aj-help", "data-task": tasks[0].cause }, told(tasks[0], day) + more);
}

export function drawTasks(view, home, rows, day) {
  const lines = waiting(home, rows).map((task) =>
    element(
      "li",
      { class: "card aj-card", "data-task": task.cause },
      element("strong", {}, told(task, day)),
      words.by_visit.includes(task.cause) ? null : element("p", { class: "aj-help" }, say("task_by_inspection")),
    ),
  );
  if (lines.length && (home.rest_until ?? "") > day)
    lines.push(element("li", { class: "aj-help" }, say("task_rest", { day: home.rest_until })));
  part("home-tasks", view).replaceChildren(...lines);
}
