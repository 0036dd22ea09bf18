"""Recurring duties: each period's visits are made once, month by month and block by block, and done by inspections.

What is due in a month follows from what was known when it began, not from when the generator ran: a round that is late,
broken off or run twice makes the same duties. A month is finished once its round is noted; until then it is gone
through again, and what is there already is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from anju.domains.housing.premises.data import VisitRule
from anju.domains.housing.premises.models import Duty, DutyRound, Inspection
from anju.domains.housing.premises.queries.inspections import VISITS, conditions
from anju.domains.housing.premises.rules.reading import holding
from anju.domains.housing.premises.rules.visiting import (
    first_day,
    is_due,
    is_for,
    last_day,
    month_of,
)
from anju.domains.places import api as places
from anju.foundation.actor import Actor
from anju.foundation.clock import CHINA, local_date
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import joined, rows
from anju.foundation.events import api as events

DUE_EVENT = "housing.visits_due"
"""Visits became due: ``rule``, ``region``, ``period`` (its first day), ``duties`` (ids)."""
DONE_EVENT = "housing.visits_done"
"""An inspection did what was due: ``inspection``, ``building``, ``home``, ``rule``s."""
BLOCK = 1_000
"""Places of one transaction."""


@dataclass(frozen=True, slots=True)
class Round:
    """One rule of one region in one month. `rivals`: the rules of its key that hold in parts of the region."""

    rule: VisitRule
    rivals: tuple[VisitRule, ...]
    month: int

    @property
    def begins(self) -> datetime:
        """The first moment of the month."""
        return datetime.combine(first_day(self.month), time(), CHINA)


def make_duties(*, actor: Actor, at: datetime, block: int = BLOCK) -> int:
    """Make the visits of every month up to today's that are not made yet; how many. Outside a transaction: each block
    is one of its own, so that what is made stays made when it is broken off. An installation begins with the month in
    which it is first asked."""
    made = 0
    for one in _open_rounds(actor, at):
        for places_ in _blocks(one, actor, block):
            with acting(actor):
                made += _make(one, places_, at)
        with acting(actor):
            DutyRound.objects.get_or_create(
                rule=one.rule.key,
                region=one.rule.region,
                month=one.month,
                defaults={"done_at": at},
            )
    return made


def _open_rounds(actor: Actor, at: datetime) -> Iterator[Round]:
    now = month_of(local_date(at))
    with acting(actor):
        done = set(DutyRound.objects.values_list("rule", "region", "month"))
    first = min((month for _rule, _region, month in done), default=now)
    for month in range(first, now + 1):
        held = holding(VISITS.entries(), first_day(month))
        for rule in held:
            if (rule.key, rule.region, month) not in done and not _covered(rule, month, done):
                yield Round(rule, held, month)


def _covered(rule: VisitRule, month: int, done: set[tuple[str, str, int]]) -> bool:
    """The places of this rule had their duties of the month by the rule of a wider region, before a city entered its
    own: that begins with the next month."""
    known = any(k == rule.key and r == rule.region and m < month for k, r, m in done)
    return not known and any(
        (rule.key, rule.region[:digits], month) in done for digits in range(len(rule.region))
    )


Place = tuple[int, int, int | None, str]
"""Number by which its month is told, building, home (None: the building as a whole), region."""


def _blocks(one: Round, actor: Actor, size: int) -> Iterator[list[Place]]:
    after = 0
    while True:
        with acting(actor):
            found = _after(one, after, size)
        if found:
            yield [p for p in found if is_for(one.rule, p[3], one.rivals)]
        if len(found) < size:
            return
        after = found[-1][0]


def _after(one: Round, after: int, size: int) -> list[Place]:
    rule = one.rule
    if rule.subject == "home":
        homes = places.homes_after(
            after, rule.region, kinds=rule.buildings, before=one.begins, limit=size
        )
        return [(home, building, home, region) for home, building, region in homes]
    buildings = places.buildings_after(
        after, rule.region, kinds=rule.buildings, before=one.begins, limit=size
    )
    return [(building, building, None, region) for building, region in buildings]


_INSERT = """
INSERT INTO housing_duty (rule, form, region, building_id, home_id, period, months, condition, due, made_at)
SELECT %s, %s, region, building, home, %s, months, condition, %s, %s FROM {source}
    AS due(building, home, region, months, condition)
ON CONFLICT (building_id, home_id, rule, period) DO NOTHING RETURNING id
"""


def _make(one: Round, found: Sequence[Place], at: datetime) -> int:
    rule = one.rule
    known = conditions([b for _n, b, _h, _r in found], at=one.begins)
    due = [p for p in found if is_due(rule, p[0], known[p[1]], one.month)]
    if not due:
        return 0
    source, values = joined(
        {
            "building": ("bigint", [b for _n, b, _h, _r in due]),
            "home": ("bigint", [h for _n, _b, h, _r in due]),
            "region": ("text", [r for _n, _b, _h, r in due]),
            "months": ("smallint", [rule.months[known[b]] for _n, b, _h, _r in due]),
            "condition": ("text", [known[b] for _n, b, _h, _r in due]),
        }
    )
    made = rows(
        _INSERT.format(source=source),
        [rule.key, rule.form, first_day(one.month), last_day(rule, one.month), at, *values],
    )
    if made:
        events.emit(
            DUE_EVENT,
            {
                "rule": rule.key,
                "region": rule.region,
                "period": first_day(one.month).isoformat(),
                "duties": [i for (i,) in made],
            },
            at=at,
        )
    return len(made)


def do_duties(row: Inspection, *, at: datetime) -> None:
    """What was due at the place of an inspection by its form is done by it, in its transaction."""
    waiting = Duty.objects.filter(
        building_id=row.building_id,
        home_id=row.home_id,
        form=row.form_key,
        done_at=None,
        period__lte=local_date(at),
    )
    rules = sorted(set(waiting.values_list("rule", flat=True)))
    if not rules:
        return
    waiting.update(done_at=at, inspection=row)
    events.emit(
        DONE_EVENT,
        {
            "inspection": row.pk,
            "building": row.building_id,
            "home": row.home_id,
            "rules": rules,
        },
        at=at,
    )
