"""Reads of cases, as far as the transaction sees them: one with its history, a person's own, the office's queue."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from anju.domains.casework.cases.data import (
    LIVE,
    CaseClock,
    CaseEvent,
    CaseLine,
    CaseQueue,
    CaseRecord,
    CaseState,
    Evidence,
    Happened,
    Matter,
    Side,
    Step,
)
from anju.domains.casework.cases.models import Case, CaseEventRow, EvidenceRow
from anju.domains.casework.cases.queries.matters import matter
from anju.domains.casework.cases.rules.clocks import clocks, limits
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.calendar.working_calendar import calendar_of
from anju.foundation.clock import local_date
from anju.foundation.crypto import decrypt, decrypt_many, row_of
from anju.foundation.crypto.binding import BoundColumn
from anju.foundation.db.scope import subtree
from anju.foundation.errors import NotFound

ANSWERS, TEXT, FILE, FILE_NAME = (
    "casework.answers",
    "casework.event",
    "casework.file",
    "casework.file_name",
)
BOUND = (
    BoundColumn("casework_case", "answers_cipher", "id", (ANSWERS,)),
    BoundColumn("casework_event", "text_cipher", "id", (TEXT,)),
    BoundColumn("casework_evidence", "cipher", "id", (FILE,), file=True),
    BoundColumn("casework_evidence", "name_cipher", "id", (FILE_NAME,)),
)
SEE, PAGE = "case.see", 50
NEXT_IN = 500
"""Cases of a list among which the next one is looked for."""
LISTS = ("waits", "mine", "free", "late", "waiting", "proposed", "appointed", "all", "closed")
"""Lists of the office: what it owes an answer to, one's own, taken by nobody, late, waiting for the person's documents,
for the person's confirmation, with an appointment, all that is open, closed."""


def line_of(row: Case) -> CaseLine:
    """A row as a line of a list."""
    return CaseLine(
        row.pk,
        row.number,
        row.person_id,
        row.matter,
        CaseState(row.state),
        row.stage,
        row.urgent,
        row.region,
        row.office,
        row.department,
        row.handler_id,
        row.handler_label,
        row.filed_at,
        row.due_at,
        row.person_due_at,
        row.unread,
        row.outcome,
        row.closed_at,
        row.parent_id,
        row.version,
        row.appointed_at,
    )


def matter_of(row: Case) -> Matter:
    """The matter as it held where and when the case was filed."""
    return matter(row.matter, row.region, local_date(row.filed_at))


def answers_of(row: Case) -> dict[str, str]:
    """What was answered when it was filed."""
    found: dict[str, str] = json.loads(decrypt(row.answers_cipher, ANSWERS, row=row_of(row.pk)))
    return found


def happened_in(case_id: int) -> list[Happened]:
    """The steps of a case, as the clock needs them. One query."""
    found = CaseEventRow.objects.filter(case_id=case_id).order_by("id")
    return [
        Happened(Step(step), at, detail)
        for step, at, detail in found.values_list("step", "at", "detail")
    ]


def clocks_of(row: Case, happened: Sequence[Happened], now: datetime) -> list[CaseClock]:
    """Its terms at a moment."""
    return clocks(
        matter_of(row),
        happened,
        urgent=row.urgent,
        now=now,
        calendar=calendar_of(register.published_days()),
    )


def case(case_id: int, *, actor: Actor, at: datetime) -> CaseRecord:
    """One case. `NotFound` ``case_unknown``: absent, out of sight, or for staff who see no cases. Four queries."""
    row = Case.objects.filter(id=case_id).first()
    if row is None or not _may_see(row, actor):
        raise NotFound("case_unknown")
    events = _events(row)
    happened = [Happened(e.step, e.at, e.detail) for e in events]
    kind, answers = matter_of(row), answers_of(row)
    return CaseRecord(
        line_of(row),
        kind,
        answers,
        row.routed,
        tuple(events),
        tuple(_evidence(row.pk)),
        tuple(clocks_of(row, happened, at)),
        limits(kind, answers, happened, calendar=calendar_of(register.published_days())),
        tuple(line_of(c) for c in Case.objects.filter(parent=row).order_by("id")),
        row.satisfied,
        sum((Decimal(e.detail["amount"]) for e in events if e.step is Step.RECEIVED), Decimal(0)),
    )


def _may_see(row: Case, actor: Actor) -> bool:
    """Row-level security lets in the place, the person and helpers; of a place only who may see cases."""
    personal = actor.kind == "public"
    return personal or actor.may(SEE, region=row.region) or actor.may(SEE, region=row.office)


def _events(row: Case) -> list[CaseEvent]:
    return events_in(CaseEventRow.objects.filter(case=row))


def events_in(found: QuerySet[CaseEventRow]) -> list[CaseEvent]:
    """Steps in their order, what was written decrypted. One query."""
    rows = list(found.order_by("id"))
    kept = [r for r in rows if r.text_cipher is not None]
    texts = dict(
        zip(
            [r.pk for r in kept],
            decrypt_many([r.text_cipher for r in kept], TEXT, rows=[row_of(r.pk) for r in kept]),
            strict=True,
        )
    )
    return [
        CaseEvent(
            r.pk,
            Step(r.step),
            Side(r.side),
            r.at,
            r.by_label,
            texts.get(r.pk, ""),
            r.detail,
            r.respondent_id,
        )
        for r in rows
    ]


def _evidence(case_id: int) -> list[Evidence]:
    return files_in(EvidenceRow.objects.filter(case_id=case_id))


def files_in(found: QuerySet[EvidenceRow]) -> list[Evidence]:
    """Files in their order, without their content. One query."""
    rows = list(found.defer("cipher").order_by("id"))
    names = decrypt_many(
        [r.name_cipher for r in rows], FILE_NAME, rows=[row_of(r.pk) for r in rows]
    )
    return [
        Evidence(
            r.pk,
            r.kind,
            Side(r.side),
            name,
            r.content_type,
            r.size,
            r.sha256,
            r.by_label,
            r.at,
            r.respondent_id,
        )
        for r, name in zip(rows, names, strict=True)
    ]


def cases_of(person_id: int) -> list[CaseLine]:
    """A person's cases, the open ones first, then the latest. One query."""
    found = [line_of(r) for r in Case.objects.filter(person_id=person_id).order_by("-id")[:200]]
    return sorted(found, key=lambda c: c.state is CaseState.CLOSED)


def by_number(text: str) -> list[CaseLine]:
    """Cases whose number is or begins with what was typed. One query."""
    typed = text.strip().upper()
    if not typed.startswith("AJ"):
        return []
    rows = Case.objects.filter(number__gte=typed, number__lt=f"{typed}\x7f").order_by("number")
    return [line_of(r) for r in rows[:20]]


def queue(
    actor: Actor, *, at: datetime, show: str = "waits", words: str = "", page: int = 1
) -> CaseQueue:
    """The cases of the offices the actor sees, the nearest term first, narrowed to a number, a matter's words or a
    person's name. Three queries, one more with a name."""
    found, lists = _in_sight(actor, at, words), _lists(actor, at)
    show = show if show in lists else "waits"
    counts = found.aggregate(**{name: Count("id", filter=q) for name, q in lists.items()})
    rows = _ordered(found.filter(lists[show]), show)[(page - 1) * PAGE : page * PAGE]
    return CaseQueue(tuple(map(line_of, rows)), counts[show], counts)


def queue_lines(actor: Actor, *, at: datetime, show: str, words: str, most: int) -> list[CaseLine]:
    """The same as a whole, for a file."""
    lists = _lists(actor, at)
    found = _in_sight(actor, at, words).filter(lists.get(show, lists["waits"]))
    return [line_of(r) for r in _ordered(found, show)[:most]]


def next_in_queue(actor: Actor, *, at: datetime, show: str, case_id: int) -> int | None:
    """The case after this one in a list, from its top where this one is no longer in it; None at its end. One query."""
    lists = _lists(actor, at)
    found = _in_sight(actor, at, "").filter(lists.get(show, lists["waits"]))
    ids = list(_ordered(found, show).values_list("id", flat=True)[:NEXT_IN])
    later = ids[ids.index(case_id) + 1 :] if case_id in ids else ids
    return later[0] if later else None


def _ordered(found: QuerySet[Case], show: str) -> QuerySet[Case]:
    by = {"closed": ("-closed_at", "-id"), "appointed": ("appointed_at", "id")}
    return found.order_by(*by.get(show, ("-urgent", "due_at", "id")))


def _lists(actor: Actor, at: datetime) -> dict[str, Q]:
    live, opened = Q(state__in=[s.value for s in LIVE]), Q(state=CaseState.OPEN.value)
    ours = _within("office", actor)
    return {
        "waits": ours & (opened | Q(unread=True)),
        "mine": live & Q(handler_id=actor.user_id or 0),
        "free": ours & live & Q(handler_id=None),
        "late": ours & opened & Q(due_at__lt=at),
        "waiting": ours & Q(state=CaseState.WAITING.value),
        "proposed": ours & Q(state=CaseState.PROPOSED.value),
        "appointed": ours & live & Q(appointed_at__isnull=False),
        "all": live,
        "closed": Q(state=CaseState.CLOSED.value),
    }


def _in_sight(actor: Actor, at: datetime, words: str) -> QuerySet[Case]:
    """What the actor's offices own, and what is about a place of theirs, narrowed to what was typed."""
    found = Case.objects.filter(_within("office", actor) | _within("region", actor))
    typed = words.strip()
    return found.filter(_wanted(typed, actor, at)) if typed else found


def _within(column: str, actor: Actor) -> Q:
    area = Q(pk__in=[])
    for region in actor.regions(SEE):
        low, high = subtree(region)
        area |= Q(**{f"{column}__gte": low, f"{column}__lt": high})
    return area


def _wanted(typed: str, actor: Actor, at: datetime) -> Q:
    upper = typed.upper()
    if upper.startswith("AJ"):
        return Q(number__gte=upper, number__lt=f"{upper}\x7f")
    found = register.find_people(
        typed, regions=actor.regions("person.see"), today=local_date(at), limit=50
    )
    return Q(person_id__in=[f.person_id for f in found.found])
