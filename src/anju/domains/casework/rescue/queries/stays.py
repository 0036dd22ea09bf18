"""Reads of stays, as far as the transaction sees them: who is here, the book of all stays, one with everything."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q, QuerySet

from anju.domains.casework.rescue.data import (
    Bounds,
    DutyStatus,
    Facts,
    Happened,
    Identity,
    Mark,
    Property,
    StayEvent,
    StayLine,
    StayRecord,
    StayState,
    Step,
)
from anju.domains.casework.rescue.models import PropertyRow, StayRow, StepRow
from anju.domains.casework.rescue.queries.law import bounds, duties
from anju.domains.casework.rescue.queries.stations import SEE, holds_there, station_of
from anju.domains.casework.rescue.rules.admitting import age_at
from anju.domains.casework.rescue.rules.duties import conditions, duties_of
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.calendar.working_calendar import calendar_of
from anju.foundation.clock import CHINA, local_date
from anju.foundation.crypto import blind_index, decrypt, decrypt_many, row_of
from anju.foundation.crypto.binding import BoundColumn
from anju.foundation.errors import NotFound

FACTS, TEXT, THING, RECEIVER = (
    "rescue.facts",
    "rescue.step",
    "rescue.property",
    "rescue.receiver",
)
NAME = "rescue.name"
BOUND = (
    BoundColumn("casework_rescue_stay", "facts_cipher", "id", (FACTS,)),
    BoundColumn("casework_rescue_step", "text_cipher", "id", (TEXT,)),
    BoundColumn("casework_rescue_property", "what_cipher", "id", (THING,)),
    BoundColumn("casework_rescue_property", "returned_to_cipher", "id", (RECEIVER,)),
)
LISTS = ("here", "left", "all")
"""Lists of the book: who is here, who left, all."""
PAGE = 50


def name_index(name: str) -> bytes | None:
    """The keyed hash by which a name is found; None of nobody."""
    plain = "".join(name.split())
    return blind_index(plain, NAME) if plain else None


def facts_of(row: StayRow) -> Facts:
    """Who somebody is, as far as is known."""
    return Facts(**json.loads(decrypt(row.facts_cipher, FACTS, row=row_of(row.pk))))


def happened_in(stay_ids: Sequence[int]) -> dict[int, list[Happened]]:
    """The steps of these stays, in the order of time. One query."""
    found: dict[int, list[Happened]] = defaultdict(list)
    rows = StepRow.objects.filter(stay_id__in=stay_ids).order_by("at", "id")
    for stay, step, at, detail in rows.values_list("stay_id", "step", "at", "detail"):
        found[stay].append(Happened(Step(step), at, detail))
    return found


def age_of(row: StayRow, day: date) -> int:
    """How old somebody is on a day, as far as is known."""
    return age_at(day, born=row.birth_date, age=row.age, noted=local_date(row.arrived_at))


def bounds_of(row: StayRow, at: datetime) -> Bounds:
    """The figures of the law at the station on a day."""
    return bounds(row.region, local_date(at))


def duties_for(
    row: StayRow, happened: Sequence[Happened], at: datetime, held: Bounds
) -> list[DutyStatus]:
    """What is owed to somebody now; nothing once they left."""
    day = local_date(at)
    if row.state == StayState.LEFT.value or not happened:
        return []
    now = conditions(
        happened,
        minor=age_of(row, day) < held.minor_below,
        unknown=row.identity == Identity.UNKNOWN.value,
        state=StayState(row.state),
    )
    calendar = calendar_of(register.published_days())
    return duties_of(duties(row.region, day), happened, now, now=at, calendar=calendar)


def lines_of(rows: Sequence[StayRow], at: datetime) -> list[StayLine]:
    """Rows as lines of a list, each with what is still owed. One query."""
    happened = happened_in([r.pk for r in rows if r.left_at is None])
    clear = decrypt_many([r.facts_cipher for r in rows], FACTS, rows=[row_of(r.pk) for r in rows])
    return [
        _line(row, Facts(**json.loads(text)), happened.get(row.pk, []), at)
        for row, text in zip(rows, clear, strict=True)
    ]


def _line(row: StayRow, facts: Facts, happened: Sequence[Happened], at: datetime) -> StayLine:
    held, day = bounds_of(row, at), local_date(min(at, row.left_at or at))
    age = age_of(row, day)
    bed = row.bed
    return StayLine(
        row.pk,
        row.station_id,
        row.number,
        row.code,
        facts.name or row.code,
        Identity(row.identity),
        row.sex,
        age,
        age < held.minor_below,
        frozenset(map(Mark, row.marks)),
        StayState(row.state),
        f"{bed.room}-{bed.label}" if bed else "",
        bed.ward if bed else "",
        row.bed_id,
        row.arrived_at,
        row.left_at,
        row.way,
        row.person_id,
        tuple(d for d in duties_for(row, happened, at, held) if d.open),
    )


def _asked(station_id: int, words: str) -> QuerySet[StayRow]:
    rows = StayRow.objects.filter(station_id=station_id).select_related("bed")
    typed = words.strip()
    if not typed:
        return rows
    upper = typed.upper()
    return rows.filter(
        Q(number__startswith=upper) | Q(code__startswith=upper) | Q(name_index=name_index(typed))
    )


def present(station_id: int, *, at: datetime) -> list[StayLine]:
    """Everybody who has not left, those to whom something is due first. Two queries."""
    rows = _asked(station_id, "").filter(left_at=None).order_by("arrived_at", "id")
    found = lines_of(list(rows), at)
    last = datetime.max.replace(tzinfo=CHINA)

    def first_due(line: StayLine) -> datetime:
        return min((d.due for d in line.open_duties if d.due), default=last)

    return sorted(found, key=lambda line: (first_due(line), line.id))


def stays(
    station_id: int, *, at: datetime, show: str = "here", words: str = "", page: int = 1
) -> tuple[list[StayLine], int]:
    """A page of the book of a station, the latest first, and how many there are. `words`: a number, a code, or a whole
    name. Three queries."""
    rows = _of_list(station_id, show, words)
    start = (page - 1) * PAGE
    return lines_of(list(rows.order_by("-id")[start : start + PAGE]), at), rows.count()


def all_stays(
    station_id: int, *, at: datetime, show: str = "all", words: str = "", most: int = 20_000
) -> list[StayLine]:
    """The same without pages, the earliest first. Two queries."""
    return lines_of(list(_of_list(station_id, show, words).order_by("id")[:most]), at)


def _of_list(station_id: int, show: str, words: str) -> QuerySet[StayRow]:
    rows = _asked(station_id, words)
    if show == "left":
        return rows.exclude(left_at=None)
    return rows if show == "all" else rows.filter(left_at=None)


def seen_row(stay_id: int, actor: Actor) -> StayRow:
    """The row, for whoever works at its station. `NotFound` ``rescue_stay_unknown``."""
    row = StayRow.objects.select_related("bed", "station").filter(id=stay_id).first()
    if row is None or not holds_there(actor, SEE, row.region):
        raise NotFound("rescue_stay_unknown")
    return row


def stay(stay_id: int, *, actor: Actor, at: datetime) -> StayRecord:
    """One stay. `NotFound` ``rescue_stay_unknown``. Three queries."""
    row = seen_row(stay_id, actor)
    events = _events(row)
    facts = facts_of(row)
    happened = [Happened(e.step, e.at, e.detail) for e in sorted(events, key=lambda e: e.at)]
    held = bounds_of(row, at)
    return StayRecord(
        _line(row, facts, happened, at),
        station_of(row.station),
        facts,
        row.birth_date,
        row.brought_by,
        row.kin_wish,
        row.companion_id,
        tuple(duties_for(row, happened, at, held)),
        tuple(events),
        tuple(kept_for(row)),
        held,
        row.version,
    )


def _events(row: StayRow) -> list[StayEvent]:
    rows = list(StepRow.objects.filter(stay=row).order_by("id"))
    texts = _texts(rows)
    return [
        StayEvent(r.pk, Step(r.step), r.at, r.by_label, texts.get(r.pk, ""), r.detail) for r in rows
    ]


def _texts(rows: Iterable[StepRow]) -> Mapping[int, str]:
    kept = [r for r in rows if r.text_cipher is not None]
    clear = decrypt_many([r.text_cipher for r in kept], TEXT, rows=[row_of(r.pk) for r in kept])
    return {r.pk: text for r, text in zip(kept, clear, strict=True)}


def kept_for(row: StayRow) -> list[Property]:
    """What was kept for somebody, given back or not. One query."""
    rows = list(PropertyRow.objects.filter(stay=row).order_by("id"))
    names = [row_of(r.pk) for r in rows]
    what = decrypt_many([r.what_cipher for r in rows], THING, rows=names)
    return [
        Property(
            r.pk,
            text,
            r.place,
            r.kept_at,
            r.kept_by,
            r.returned_at,
            r.returned_by,
            decrypt(r.returned_to_cipher, RECEIVER, row=row_of(r.pk))
            if r.returned_to_cipher is not None
            else "",
        )
        for r, text in zip(rows, what, strict=True)
    ]
