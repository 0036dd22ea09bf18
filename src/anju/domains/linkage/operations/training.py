"""Learning parameters from the register itself; each training is kept, one is in use."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Q

from anju.domains.linkage.data import Reading, Role
from anju.domains.linkage.models import ParameterSet, ValueShare
from anju.domains.linkage.queries.linking import Linked, link
from anju.domains.linkage.queries.parameter_sets import ParameterSetView, parameter_set, view_of
from anju.domains.linkage.queries.records import FIELDS, ROLES, Raw, raw_records
from anju.domains.linkage.rules.clusters import probability
from anju.domains.linkage.rules.stored import to_text
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import Conflict, NotFound

Report = Callable[[int, int], None]
SAMPLE = 300_000
"""Records a training reads at most: drawn by chance, so that shares among pairs are those of the whole register."""
BLOCK = 20_000
ENOUGH = 500
"""Records from which on the first training comes by itself."""
LEAST = 5
"""Values of fewer records are not kept: they count as the rarest."""
KEPT = (Role.NAME, Role.ADDRESS, Role.ORIGIN)
"""Facts whose frequent values are kept; numbers of documents never are."""
LONGEST_VALUE = 300


def train_parameters(
    *, actor: Actor, at: datetime, sample: int = SAMPLE, report: Report = lambda *_: None
) -> ParameterSetView:
    """Learn from the register and put the result to use. `report(done, of)`: records read.

    Raises `Conflict` ``linkage_too_few`` with fewer than two records.
    """
    begun = time.perf_counter()
    records = _read(actor, sample, report)
    if len(records) < 2:
        raise Conflict("linkage_too_few")
    table = {str(r): [v.get(r) or None for v in records.values()] for r in ROLES}
    found = link(table, None, Reading(FIELDS, None, None, {}), on_disk=False)
    counted = _counted(found)
    with acting(actor), as_intake_role():
        row = ParameterSet.objects.create(
            content=to_text(found.parameters),
            figures=_figures(found, time.perf_counter() - begun),
            filled={fact: sum(n.values()) for fact, n in counted.items()},
            trained_label=actor.label[:100],
            trained_at=at,
        )
        _keep_shares(row.id, counted)
        _put_to_use(row.id, at)
        audit.record_write(
            actor,
            action="linkage.train",
            subject_kind="linkage_parameter_set",
            subject_id=row.id,
            at=at,
            detail={"records": len(records)},
        )
        row.refresh_from_db()
        return view_of(row)


def large_enough(*, actor: Actor) -> bool:
    """Whether there are records enough to learn from (`ENOUGH`)."""
    with acting(actor):
        return len(people.sample(ENOUGH)) == ENOUGH


def _read(actor: Actor, sample: int, report: Report) -> dict[int, Raw]:
    with acting(actor):
        ids = people.sample(sample)
    records: dict[int, Raw] = {}
    for first in range(0, len(ids), BLOCK):
        with acting(actor):
            records |= raw_records(ids[first : first + BLOCK])
        report(min(first + BLOCK, len(ids)), len(ids))
    return records


def _counted(found: Linked) -> dict[str, Counter[str]]:
    return {
        c.name: Counter(v for v in found.columns[c.name] if v is not None)
        for c in found.comparisons
        if any(x.rare for x in c.levels)
    }


def _figures(found: Linked, seconds: float) -> dict[str, Any]:
    likely = probability(found.weights)
    return {
        "records": len(found.side),
        "compared_pairs": len(found.weights),
        "likely_pairs": int((likely >= found.threshold).sum()),
        "sure_pairs": int((likely >= 0.99).sum()),
        "seconds": round(seconds, 1),
    }


def _keep_shares(number: int, counted: dict[str, Counter[str]]) -> None:
    ValueShare.objects.bulk_create(
        (
            ValueShare(parameter_set_id=number, fact=fact, value=value, share=(n - 1) / filled)
            for fact in map(str, KEPT)
            if (filled := sum(counted.get(fact, Counter()).values()))
            for value, n in counted[fact].items()
            if n >= LEAST and len(value) <= LONGEST_VALUE
        ),
        batch_size=5_000,
    )


def use_parameters(number: int, *, actor: Actor, at: datetime) -> None:
    """Put an earlier training to use again. Raises `NotFound` ``linkage_set_unknown``, `Conflict`
    ``linkage_set_unfit`` when this version compares in other levels."""
    found = parameter_set(number)
    if found is None:
        raise NotFound("linkage_set_unknown", number=number)
    if not found.usable:
        raise Conflict("linkage_set_unfit")
    with acting(actor), as_intake_role():
        _put_to_use(number, at)
        audit.record_write(
            actor,
            action="linkage.use",
            subject_kind="linkage_parameter_set",
            subject_id=number,
            at=at,
        )


def _put_to_use(number: int, at: datetime) -> None:
    ParameterSet.objects.filter(~Q(id=number), in_use=True).update(in_use=False)
    ParameterSet.objects.filter(id=number, in_use=False).update(in_use=True, used_from=at)
