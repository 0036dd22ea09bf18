"""Move-outs and ends of jobs that were declared while two records were one, once they are two again: each ends what is
the person's own whose number it names."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from anju.domains.people.api import Merging
from anju.domains.register.declarations.data.declarations import APPLIED, REFUSED, UNCHANGED
from anju.domains.register.declarations.data.kinds import kinds_on
from anju.domains.register.declarations.queries.submitted import submitted
from anju.domains.register.ledger.data import over_on
from anju.domains.register.ledger.operations.lines_of_two import Ledger, LedgerRow
from anju.domains.register.ledger.rules import Span
from anju.foundation.clock import local_date
from anju.foundation.days import day_in
from anju.foundation.db.statements import rows, run


@dataclass(frozen=True, slots=True)
class Closing:
    """An end declared of one person: `place` is the home or employer it names (None: wherever the
    person lives), `end` the last day, exclusive."""

    declaration: int
    person: int
    place: int | None
    end: date
    at: datetime

    @property
    def day(self) -> date:
        """The day on which it was declared."""
        return local_date(self.at)


@dataclass(slots=True)
class Returning:
    """A line on its way back to whom it is of, or one that stays with them, as it reads for them. `ended_at`: when
    declarations of its own changed its end since the merge. `stands`: the live version with which `span` began, where
    there is one."""

    line: int
    person: int
    span: Span
    lane: int
    ended_at: datetime | None = None
    stands: LedgerRow | None = None
    chain: list[tuple[Span, int]] = field(default_factory=list)

    @property
    def id(self) -> int:
        """The version that the next one follows."""
        return self.span.id

    def is_as_it_stands(self, span: Span) -> bool:
        """True when the live version reads so already."""
        there = self.stands
        return there is not None and (there.person_id, there.span) == (self.person, span)


_PLACES = {"stay": "home_id", "job": "employer_id"}
"""Ledger → the column of declarations and of its lines that says where."""

_FOUND = """SELECT d.id, d.payload_cipher, d.{place}, coalesce(b.applied_at, d.said_at),
    (SELECT t.line FROM {table} t WHERE t.declaration_id = d.id ORDER BY t.id LIMIT 1)
FROM register_declaration d LEFT JOIN register_batch b ON b.id = d.batch_id
WHERE d.person_id = %s AND d.kind = ANY(%s) AND d.status IN ('applied', 'unchanged')
  AND coalesce(b.applied_at, d.said_at) >= %s ORDER BY 4, 1"""


def closings_of_own(
    ledger: Ledger, owners: Mapping[int, int], merging: Merging, theirs: Collection[int]
) -> list[Closing]:
    """The ends that were declared since the merge by the number of one of the two and did not end that person's own
    line, in their order. `owners`: line → whose it was before the merge; `theirs`: declarations that name a number of
    the other.

    What names a home or employer at which only the other of the two was is about that one: it stays with the line that
    it ended, and is left out; so is what names no number.
    """
    kinds = list(kinds_on(ledger.name, opens=False))
    if not kinds:
        return []
    place = _PLACES[ledger.name]
    found = rows(
        _FOUND.format(place=place, table=ledger.table), [merging.kept_id, kinds, merging.since]
    )
    if not found:
        return []
    own = _own_lines(ledger, owners, merging, theirs)
    ownership = {o.line: o.person for o in own}
    declared = submitted([(r[0], r[1]) for r in found])
    out: list[Closing] = []
    for (did, _, where, at, line), data in zip(found, declared, strict=True):
        person = merging.other_id if did in theirs else merging.kept_id
        if not data.get("doc_number") or ownership.get(line) == person:
            continue
        end = day_in(data.get("end") or data.get("start") or "") or local_date(at)
        closing = Closing(did, person, where, end, at)
        if where is None or any(_may_end(closing, o) for o in own):
            out.append(closing)
    return out


@dataclass(frozen=True, slots=True)
class _OwnLine:
    """A line as its person had it at the merge, or as it was opened since."""

    line: int
    person: int
    place: int | None
    since: date
    until: date | None
    begun: datetime


_OWN = """SELECT t.line, t.person_id, t.{place}, lower(t.period), upper(t.period), f.recorded_at,
    f.declaration_id, t.id = t.line AND t.recorded_at >= %(since)s
FROM {table} t JOIN {table} f ON f.id = t.line
WHERE t.person_id = ANY(%(two)s) AND (t.id = t.line AND t.recorded_at >= %(since)s
  OR t.recorded_at < %(since)s AND coalesce(t.superseded_at >= %(since)s, true))"""


def _own_lines(
    ledger: Ledger, owners: Mapping[int, int], merging: Merging, theirs: Collection[int]
) -> list[_OwnLine]:
    found = rows(
        _OWN.format(table=ledger.table, place=_PLACES[ledger.name]),
        {"since": merging.since, "two": [merging.kept_id, merging.other_id]},
    )
    return [
        _OwnLine(line, person if not later else _opened_for(opener, merging, theirs), *reading)
        for line, person, *reading, opener, later in (
            (r[0], owners.get(r[0], r[1]), *r[2:]) for r in found
        )
    ]


def _opened_for(opener: int, merging: Merging, theirs: Collection[int]) -> int:
    return merging.other_id if opener in theirs else merging.kept_id


def _may_end(closing: Closing, own: _OwnLine) -> bool:
    return (
        own.person == closing.person
        and own.begun < closing.at
        and closing.place in (None, own.place)
        and not over_on(own.until, closing.day)
        and closing.end >= own.since
    )


def end_own(ledger: Ledger, closings: Sequence[Closing], lines: Sequence[Returning]) -> None:
    """Let these ends count for the lines of those whom they name, and keep what becomes of each."""
    begun = dict(
        rows(
            f"SELECT id, recorded_at FROM {ledger.table} WHERE id = ANY(%s)",  # noqa: S608
            [[one.line for one in lines]],
        )
    )
    for closing in closings:
        last = max(
            (
                one
                for one in lines
                if one.person == closing.person
                and begun[one.line] < closing.at
                and (
                    one.span.habitual if closing.place is None else one.span.place == closing.place
                )
            ),
            key=lambda one: (one.span.habitual, one.span.since),
            default=None,
        )
        if last is None or last.ended_at is None or last.ended_at <= closing.at:
            _keep(closing, *_ended(ledger, closing, last))


def _ended(ledger: Ledger, closing: Closing, last: Returning | None) -> tuple[str, str]:
    """What becomes of a declared end, as when it is declared (`stays.leave`, `jobs.leave_job`)."""
    until = max(closing.end, last.span.since + timedelta(days=1)) if last else None
    if last is None or (over_on(last.span.until, closing.day) and last.span.until != until):
        return REFUSED, f"{ledger.name}_not_open"
    if last.span.until == until:
        return UNCHANGED, ""
    if closing.end < last.span.since:
        return REFUSED, "leave_before_arrival"
    last.chain.append((last.span, closing.declaration))
    last.span = replace(last.span, until=until)
    return APPLIED, ""


def _keep(closing: Closing, status: str, reason: str) -> None:
    run(
        "UPDATE register_declaration SET status = %s, reason = %s WHERE id = %s",
        [status, reason, closing.declaration],
    )
