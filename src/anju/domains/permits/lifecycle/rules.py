"""Pure rules of permits in use.

The last day of each year of the permit is the day on which the year is full (`EndorsementHistory.due`): an endorsement
on that day is in time. From the next day on the permit's functions are suspended, until a late endorsement restores
them; the next year then runs from the late endorsement. An endorsement in time never moves the day of the year.

The check is ISO 7064 MOD 11-2, the one people know from citizen numbers (0–9, X): it catches every single wrong
character and every swap of neighbours. Seventeen characters, so that nobody takes it for a citizen number of eighteen.
The number says nothing about the holder.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from anju.domains.permits.eligibility.data import Gap
from anju.domains.permits.eligibility.rules.months import add_months, before, full_years
from anju.domains.permits.eligibility.rules.resolving import Rules
from anju.foundation.errors import Refused

DAY = timedelta(days=1)
YEAR = 12


class Timing(StrEnum):
    """What endorsing on a day means."""

    TOO_EARLY = "too_early"
    IN_TIME = "in_time"
    LATE = "late"


class Standing(StrEnum):
    """How an endorsed permit stands on a day."""

    VALID = "valid"
    DUE = "due"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Suspension:
    """Days on which functions were suspended: `since` to before `until` (None: they still are)."""

    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class EndorsementHistory:
    """A permit's endorsements on a day.

    `due`: the last day for the next endorsement, `opens` the first. `base`: the day its years run from (issue, or the
    last late endorsement). `ignored`: endorsements before their window, which count for nothing.
    """

    standing: Standing
    opens: date
    due: date
    base: date
    suspensions: tuple[Suspension, ...]
    in_time: tuple[date, ...]
    late: tuple[date, ...]
    ignored: tuple[date, ...]

    @property
    def endorsed_until(self) -> date:
        """The first day on which the permit is no longer endorsed."""
        return self.due + DAY


@dataclass(frozen=True, slots=True)
class Residence:
    """Residence years by a city's way of counting: `since` is the day they count from, as if without a gap; `years`
    full ones; `gap_days` not counted; `restarted` the day on which counting began anew, if it did."""

    since: date
    years: int
    gap_days: int
    restarted: date | None


def opens_on(due: date, rules: Rules) -> date:
    """The first day of the window that ends on `due`. Raises `ValueError` for permits that are not endorsed."""
    if rules.window is None:
        raise ValueError(f"permits of kind {rules.permit} are not endorsed")
    return before(due, rules.window)


def timing(due: date, day: date, rules: Rules) -> Timing:
    """What an endorsement on `day` is, when the next is due on `due`."""
    if day > due:
        return Timing.LATE
    return Timing.IN_TIME if day >= opens_on(due, rules) else Timing.TOO_EARLY


def next_due(base: date, due: date, day: date, rules: Rules) -> tuple[date, date]:
    """(base, due) after an endorsement on `day`. Raises `ValueError` when it is too early."""
    match timing(due, day, rules):
        case Timing.LATE:
            return day, add_months(day, YEAR)
        case Timing.IN_TIME:
            return base, add_months(base, YEAR * (full_years(base, due) + 1))
        case Timing.TOO_EARLY:
            raise ValueError(f"the window opens on {opens_on(due, rules)}")


def reminder_days(due: date, rules: Rules) -> tuple[date, ...]:
    """The days on which the holder is notified that the endorsement is due, earliest first."""
    return tuple(due - timedelta(days=d) for d in sorted(rules.reminders, reverse=True))


def endorsement_history(
    issued: date, endorsed: Sequence[date], rules: Rules, day: date
) -> EndorsementHistory:
    """How a permit stands on `day`, issued and endorsed on these days. Endorsements after `day` are not known yet."""
    base, due = issued, add_months(issued, YEAR)
    in_time: list[date] = []
    late: list[date] = []
    ignored: list[date] = []
    gaps: list[Suspension] = []
    for on in sorted(e for e in set(endorsed) if e <= day):
        kind = timing(due, on, rules)
        if kind is Timing.TOO_EARLY:
            ignored.append(on)
            continue
        if kind is Timing.LATE:
            gaps.append(Suspension(due + DAY, on))
        (late if kind is Timing.LATE else in_time).append(on)
        base, due = next_due(base, due, on, rules)
    if day > due:
        gaps.append(Suspension(due + DAY, None))
    opens = opens_on(due, rules)
    standing = Standing.SUSPENDED if day > due else Standing.DUE if day >= opens else Standing.VALID
    return EndorsementHistory(
        standing, opens, due, base, tuple(gaps), tuple(in_time), tuple(late), tuple(ignored)
    )


def returned_on(stays: Iterable[tuple[date, date | None, date]], longest_gap: int) -> date | None:
    """The day of the new registration of somebody who had left the city for more than `longest_gap` days, the last such
    day; None for who never did. `stays`: since, until (None: going on), registered."""
    furthest: date | None = None
    found: date | None = None
    for since, until, registered in sorted(stays, key=lambda s: (s[0], s[1] or date.max)):
        if furthest is not None and (since - furthest).days > longest_gap:
            found = max(since, registered)
        furthest = max(furthest or since, until or date.max)
    return found


def residence(
    issued: date, endorsed: Sequence[date], rules: Rules, day: date, *, returned: date | None = None
) -> Residence:
    """Residence years on `day`, by the way the city counts a gap. While functions are suspended nothing is added.

    `returned`: the day of the new registration of somebody who had left the city since (Wuhan counts anew from it).
    """
    kept = endorsement_history(issued, endorsed, rules, day)
    end = min(day, kept.due + DAY)
    since, gap_days = issued, 0
    if rules.gap is Gap.LEFT_OUT:
        gap_days = sum((g.until - g.since).days for g in kept.suspensions if g.until is not None)
    elif kept.late:
        since = kept.late[-1]
    if rules.gap is Gap.FROM_LATE_OR_RETURN and returned is not None and since < returned <= day:
        since = returned
    counted = since + timedelta(days=gap_days)
    return Residence(
        counted, full_years(counted, end), gap_days, since if since != issued else None
    )


COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("姓名", "持证人", "name"),
    "doc_number": ("身份证号", "公民身份号码", "身份证号码", "证件号码", "id number"),
    "number": ("证号", "居住证号", "暂住证号", "居住证编号", "暂住证编号", "permit number"),
    "kind": ("证件类型", "证件种类", "类型", "type"),
    "issued": ("签发日期", "发证日期", "办证日期", "issued"),
    "until": ("签注有效期至", "有效期至", "有效期限", "到期日期", "valid until"),
}
NEEDED = ("name", "doc_number", "number", "issued", "until")
HEADER_WITHIN = 15
"""Rows from the top in which the header must stand."""
RESIDENCE, TEMPORARY = "01", "02"
"""GB/T 31000: residence permit, temporary residence permit."""
KINDS = {"居住证": RESIDENCE, "01": RESIDENCE, "": RESIDENCE, "暂住证": TEMPORARY, "02": TEMPORARY}


@dataclass(frozen=True, slots=True)
class OldPermit:
    """One row. `row`: its number as the spreadsheet shows it; `problem`: a reason code, "" when it can be read."""

    row: int
    name: str = ""
    doc_number: str = ""
    number: str = ""
    kind: str = RESIDENCE
    issued: date | None = None
    until: date | None = None
    problem: str = ""


def header(lines: Sequence[Sequence[str | None]]) -> tuple[int, dict[str, int]] | None:
    """(index of the header line, column of each field); None when there is none with all that is needed."""
    for n, line in enumerate(lines[:HEADER_WITHIN]):
        titles = [re.sub(r"\s", "", cell or "").lower() for cell in line]
        found = {
            field: next(
                (titles.index(w.replace(" ", "")) for w in words if w.replace(" ", "") in titles),
                -1,
            )
            for field, words in COLUMNS.items()
        }
        if all(found[f] >= 0 for f in NEEDED):
            return n, found
    return None


def old_permit(
    row: int, line: Sequence[str | None], columns: dict[str, int], *, today: date
) -> OldPermit:
    """What one line says."""
    given = {f: (line[c] or "").strip() if 0 <= c < len(line) else "" for f, c in columns.items()}
    issued, until, kind = day(given["issued"]), day(given["until"]), KINDS.get(given["kind"])
    problem = ""
    if not given["name"]:
        problem = "name_missing"
    elif not given["doc_number"]:
        problem = "id_missing"
    elif not given["number"]:
        problem = "old_number_missing"
    elif kind is None:
        problem = "old_kind"
    elif issued is None or until is None:
        problem = "date_invalid"
    elif until < issued:
        problem = "date_end_before_start"
    elif issued > today:
        problem = "old_issued_ahead"
    return OldPermit(
        row,
        given["name"],
        given["doc_number"].upper(),
        given["number"][:40],
        kind or "",
        issued,
        until,
        problem,
    )


def day(text: str) -> date | None:
    """2021-03-05, 2021/3/5, 2021.3.5, 20210305, 2021年3月5日, with or without a time behind."""
    found = re.match(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$", text) or re.match(
        r"^(\d{4})(\d{2})(\d{2})$", text
    )
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


LENGTH = 17
SERIALS = 10**8
"""Running numbers of one year and area before the form would overflow."""
_FORM = re.compile(r"[0-9]{16}[0-9X]")


def check_character(digits: str) -> str:
    """The check of the sixteen digits before it."""
    total = sum(int(d) * pow(2, len(digits) - n, 11) for n, d in enumerate(digits))
    return "0123456789X"[(12 - total % 11) % 11]


def number(area: str, year: int, serial: int) -> str:
    """The number of a new permit. `ValueError` for an area that is no six-digit code or a serial out of range."""
    if not re.fullmatch(r"\d{6}", area) or not 0 < serial < SERIALS:
        raise ValueError(f"no permit number can be made of area {area!r} and serial {serial}")
    digits = f"{area}{year % 100:02d}{serial:08d}"
    return digits + check_character(digits)


def read(text: str) -> str:
    """The number as it is kept: without spaces and hyphens, x as X.

    Raises `Refused` `permit_number_form` or `permit_number_check`.
    """
    tidy = re.sub(r"[\s\-–]", "", text).upper()
    if not _FORM.fullmatch(tidy):
        raise Refused("permit_number_form", number=text[:30])
    if check_character(tidy[:-1]) != tidy[-1]:
        raise Refused("permit_number_check", number=tidy)
    return tidy


def spaced(number: str) -> str:
    """The number as people read it aloud: 430181 26 0000 0123 5."""
    return (
        f"{number[:6]} {number[6:8]} {number[8:12]} {number[12:16]} {number[16:]}"
        if len(number) == LENGTH
        else number
    )


def beginning(text: str) -> str:
    """What was typed, as the beginning of a number as it is kept; "" when no number can begin so.
    Fewer characters than area and year name no number but a city's year."""
    tidy = re.sub(r"[\s\-–]", "", text).upper()
    application, digits = tidy.startswith("SQ"), tidy.removeprefix("SQ")
    if not re.fullmatch(r"[0-9]{8,18}|[0-9]{16}X", digits) or len(digits) > (
        18 if application else LENGTH
    ):
        return ""
    return tidy
