"""The schedules of China against cases written by hand from the rule text, each with the clause it follows."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from anju.domains.health.api import Given, Observed, Person, assess, leading, schedule_on, schedules

FILE = Path(__file__).with_name("china_cases.txt")
LINES = [ln for ln in FILE.read_text("utf-8").splitlines() if ln.strip() and not ln.startswith("#")]
WORDS = {
    "v": ("valid",),
    "y": ("not_valid", "too_young"),
    "s": ("not_valid", "too_soon"),
    "c": ("not_valid", "vaccine_conflict"),
    "w": ("not_valid", "other_vaccine"),
    "a": ("not_valid", "vaccine_age"),
    "x": ("extraneous", "already_complete"),
    "o": ("extraneous", "too_old"),
}
PIECE = re.compile(r"([+-]?)(\d+)([ymd])")


def later(day, years=0, months=0, days=0):
    """Years and months of the calendar, a date that does not exist becoming the first of the next month; then days."""
    year, month = day.year + years, day.month + months
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    try:
        moved = date(year, month, day.day)
    except ValueError:
        moved = date(year + month // 12, month % 12 + 1, 1)
    return moved + timedelta(days=days)


def when(text, born, doses):
    """A date, an age, or a length after a dose of the line (d2+28d)."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return date.fromisoformat(text)
    start, rest = born, text
    if found := re.match(r"d(\d+)", text):
        start, rest = doses[int(found[1]) - 1], text[found.end() :]
    lengths = {"y": 0, "m": 0, "d": 0}
    for sign, number, unit in PIECE.findall(rest):
        lengths[unit] += int(number) * (-1 if sign == "-" else 1)
    return later(start, lengths["y"], lengths["m"], lengths["d"])


def person(text):
    words = text.split()
    born = date.fromisoformat(words[0])
    observed = []
    for word in words[words.index("obs") + 1 :] if "obs" in words else []:
        code, _, since = word.partition("=")
        observed.append(Observed(code, when(since, born, []).toordinal() if since else None))
    gender = next((w for w in words if w in ("female", "male")), "unknown")
    return born, Person(born.toordinal(), gender, tuple(observed))


def expected(text, born, doses):
    words = text.split()
    if not words[0].isdigit():
        return {"status": words[0]}
    found = {
        "status": "not_complete",
        "number": int(words[0]),
        "earliest": when(words[1][1:], born, doses),
    }
    for place, word in enumerate(words):
        if word.startswith("<"):
            found["past_due"] = max(
                when(word[1:], born, doses) - timedelta(days=1), found["earliest"]
            )
        if word == "give":
            found["vaccines"] = words[place + 1].split(",")
    return found


def forecast(answer):
    if answer is None:
        return {"status": "nothing"}
    f = answer.forecast
    plain = {"status": f.status.value, "number": f.number, "vaccines": list(f.vaccines)}
    dates = {n: getattr(f, n) for n in ("earliest", "recommended", "past_due")}
    return plain | {n: date.fromordinal(d) for n, d in dates.items() if d is not None}


@pytest.mark.parametrize("line", LINES)
def test_what_the_rule_says(line):
    clause, who, asked, history, group, counts, following = (
        part.strip() for part in line.split("|")
    )
    born, child = person(who)
    doses, given = [], []
    for place, one in enumerate(history.split(",") if history != "-" else []):
        code, at = one.split()
        doses.append(when(at, born, doses))
        given.append(Given(doses[-1].toordinal(), code, key=str(place)))
    today = when(asked, born, doses)
    assert all(d <= today for d in doses), "a dose of the line lies after the day asked on"
    rules = schedule_on(today.toordinal())
    assert clause in rules.clauses
    answers = assess(rules, child, given, today.toordinal(), [group])
    answer = leading(answers, today.toordinal())
    marks = [] if counts == "-" else [WORDS[c] for c in counts.split()]
    found = [(e.status.value, e.reason.value) for e in (answer.evaluations if answer else ())]
    assert [f[: len(m)] for f, m in zip(found, marks, strict=True)] == marks
    wanted, got = expected(following, born, doses), forecast(answer)
    assert {k: got.get(k) for k in wanted} == wanted
    if wanted["status"] == "not_complete":
        assert got["recommended"] == got["earliest"]


def test_there_are_three_hundred_cases_of_all_clauses_and_editions():
    assert len(LINES) >= 300
    cited = {ln.split("|")[0].strip() for ln in LINES}
    stated = {c for s in schedules() for c in s.clauses}
    assert stated - cited == {"general.ages", "dtp.2025.old"} - cited
