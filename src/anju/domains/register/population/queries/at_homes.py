"""What the register says of homes to those who go to them: questions about who lives there, move-outs that were
announced and not declared, homes that are let. None of it names a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anju.domains.register.ledger.queries import people_of
from anju.foundation.db.statements import rows


@dataclass(frozen=True, slots=True)
class HomeQuestion:
    """An open review item about somebody declared in a home."""

    review_id: int
    home_id: int
    due_at: datetime


@dataclass(frozen=True, slots=True)
class HomeStay:
    """A stay whose announced last day (`leave_due`) is over and that nobody has ended."""

    line: int
    home_id: int
    region: str
    leave_due: date


@dataclass(frozen=True, slots=True)
class LetHome:
    """A let home and since when somebody lives there."""

    home_id: int
    region: str
    since: date


Homes = Sequence[int] | None
LET = "02"
"""Rented, of GB/T 31000."""


def questions_at_homes(kind: str, *, at: datetime, homes: Homes = None) -> list[HomeQuestion]:
    """Open review items of this kind that staff are to answer by now, with the home of the declaration they are about;
    those without one are left out. One query."""
    where, params = _within("d.home_id", homes)
    sql = f"""SELECT r.id, d.home_id, r.due_at FROM register_review r
        JOIN register_declaration d ON d.id = r.declaration_id
        WHERE r.decided_at IS NULL AND r.kind = %s AND r.staff_from <= %s AND d.home_id IS NOT NULL AND {where}"""  # noqa: S608
    return [HomeQuestion(*r) for r in rows(sql, [kind, at, *params])]


def overdue_move_outs(*, today: date, homes: Homes = None) -> list[HomeStay]:
    """Stays whose announced last day is over and that have no end. One query."""
    where, params = _within("s.home_id", homes)
    sql = f"""SELECT s.line, s.home_id, s.region, s.leave_due FROM register_stay s
        WHERE s.superseded_at IS NULL AND s.home_id IS NOT NULL AND s.leave_due < %s
        AND (s.period @> %s::date) IS TRUE AND {where}"""  # noqa: S608
    return [HomeStay(*r) for r in rows(sql, [today, today, *params])]


def let_homes(*, today: date, homes: Homes = None) -> list[LetHome]:
    """Homes in which somebody lives today as a tenant. One query."""
    where, params = _within("s.home_id", homes)
    sql = f"""SELECT s.home_id, min(s.region), min(lower(s.period)) FROM register_stay s
        WHERE s.superseded_at IS NULL AND s.habitual AND s.home_id IS NOT NULL AND s.dwelling = %s
        AND (s.period @> %s::date) IS TRUE AND {where} GROUP BY 1"""  # noqa: S608
    return [LetHome(*r) for r in rows(sql, [LET, today, *params])]


def homes_named(payloads: Iterable[Mapping[str, Any]]) -> list[int]:
    """The homes that events touch: those they name (`home`), those of their reviews, declarations and batches, and
    those where their persons live or lived. Four queries at most."""
    events = list(payloads)
    batches = [p["batch"] for p in events if "batch" in p]
    declarations = [d for p in events for d in p.get("declarations", ())]
    persons = {
        q
        for p in events
        for q in (*p.get("persons", ()), *([p["person"]] if p.get("person") else ()))
    }
    persons |= set(people_of(batches=batches)) if batches else set()
    found = rows(
        """SELECT home_id FROM register_declaration WHERE home_id IS NOT NULL
            AND (id = ANY(%s) OR id IN (SELECT declaration_id FROM register_review WHERE id = ANY(%s)))
        UNION SELECT home_id FROM register_declaration WHERE home_id IS NOT NULL AND batch_id = ANY(%s)
        UNION SELECT home_id FROM register_stay WHERE home_id IS NOT NULL AND person_id = ANY(%s)""",
        [declarations, [p["review"] for p in events if "review" in p], batches, sorted(persons)],
    )
    return sorted({p["home"] for p in events if p.get("home")} | {h for (h,) in found})


def _within(column: str, homes: Homes) -> tuple[str, list[Any]]:
    return ("true", []) if homes is None else (f"{column} = ANY(%s)", [list(homes)])
