"""What others declared too outlives an undo: their declarations are applied in place of what was
taken back.

An unchanged declaration wrote nothing, because somebody had declared the same before. When that
first declaration is undone, those of others that confirmed it, and still stand, are applied in the
order in which they came, as on the day on which they came: the register then reads as if the undone
one had never been declared. What then contradicts others waits, and nothing of what it had brought
stays (`TakeOut`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, cast

from anju.domains.register.declarations.data.declarations import REFUSED, WAITING, Sender
from anju.domains.register.declarations.data.kinds import KINDS, OPENING
from anju.domains.register.declarations.models import Batch
from anju.domains.register.declarations.operations.context import Run, Submitter
from anju.domains.register.declarations.queries.submitted import as_frame, submitted
from anju.domains.register.intake.operations import families, processing, raising_reviews
from anju.domains.register.intake.operations.processing import UPHELD
from anju.foundation.actor import Actor, Grant, system
from anju.foundation.clock import local_date
from anju.foundation.db.statements import joined, rows, run

MOST = 5_000


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration with the batch it is of, when it was applied or found unchanged, and what it
    said. `source` and `channel` are its sender's."""

    id: int
    batch_id: int
    kind: str
    status: str
    person_id: int
    employer_id: int | None
    region: str
    applied_at: datetime
    channel: str
    source: str
    effects: dict[str, Any]
    submitted: dict[str, Any]


_READ = """
SELECT d.id, d.batch_id, d.kind, d.status, coalesce(m.merged_into_id, d.person_id), d.employer_id, d.region,
       coalesce((SELECT max(r.decided_at) FROM register_review r
                 WHERE r.declaration_id = d.id AND r.kind NOT IN ('contest', 'tie')
                   AND r.decision IN ('same', 'new', 'accept')), b.applied_at, d.said_at) AS applied_at,
       b.channel, d.source, d.effects, d.payload_cipher
FROM register_declaration d JOIN register_batch b ON b.id = d.batch_id JOIN people_person m ON m.id = d.person_id
WHERE {condition} AND d.kind = ANY(%s) ORDER BY applied_at, d.id"""


def of_batch(batch_id: int, *, only: Sequence[int] | None = None) -> list[Declared]:
    """What a batch (with `only`: these declarations of it) declared about people it knew, as far as
    it was accepted."""
    own, params = _own(batch_id, only)
    return _read(f"{own} AND d.status IN ('applied', 'unchanged')", params)


def about(
    person_ids: Sequence[int], *, but: int, only: Sequence[int] | None = None
) -> list[Declared]:
    """What others than the batch `but` (with `only`: than these declarations of it) declared about
    these people, and undone ones, in the order in which it came."""
    people, (own, params) = list(person_ids), _own(but, only)
    of_them = "d.person_id IN (SELECT id FROM people_person WHERE id = ANY(%s) OR merged_into_id = ANY(%s))"
    return _read(
        f"{of_them} AND NOT ({own}) AND d.status IN ('applied', 'unchanged', 'undone')",
        [people, people, *params],
    )


def _own(batch_id: int, only: Sequence[int] | None) -> tuple[str, list[Any]]:
    return (
        ("d.batch_id = %s", [batch_id])
        if only is None
        else ("d.batch_id = %s AND d.id = ANY(%s)", [batch_id, list(only)])
    )


def _read(condition: str, parameters: list[Any]) -> list[Declared]:
    found = rows(_READ.format(condition=condition), [*parameters, list(KINDS)])
    declared = submitted([(r[0], r[-1]) for r in found])
    return [Declared(*[*r[:10], _json(r[10]), s]) for r, s in zip(found, declared, strict=True)]


def _json(effects: str | dict[str, Any] | None) -> dict[str, Any]:
    return dict(json.loads(effects) if isinstance(effects, str) else effects or {})


Touched = set[tuple[int, str, int | None]]
"""(person, part, employer of a job) whose readings an undo changes."""

TakeOut = Callable[[int, Sequence[int]], None]
"""What takes out of the register whatever these declarations of a batch had brought, before they
wait."""


def apply_again(
    others: Iterable[Declared],
    touched: Touched,
    *,
    since: datetime,
    at: datetime,
    take_out: TakeOut,
) -> None:
    """Apply, of these declarations, what they confirmed and an undo has just taken away. `since`:
    when the undone batch was applied; what had been declared before cannot have confirmed it."""
    _apply_all(
        [(d, parts) for d in others if d.applied_at >= since and (parts := _confirmed(d, touched))],
        at,
        take_out,
    )


def apply_to_own_record(
    person_id: int, *, since: datetime, at: datetime, take_out: TakeOut
) -> None:
    """Apply what was declared about a person since their record and another were one, as far as it
    only confirmed or changed lines that are the other's."""
    found = [
        d
        for d in about([person_id], but=0)
        if d.status != "undone" and d.applied_at >= since and d.kind in OPENING
    ]
    parts = {d.id: tuple(p for p in KINDS[d.kind].ledgers if _of_another(d, p)) for d in found}
    _apply_all([(d, parts[d.id]) for d in found if parts[d.id]], at, take_out)


_TABLES = {
    "stay": ("register_stay", "t.home_id = d.home_id"),
    "job": ("register_job", "t.employer_id = d.employer_id"),
    "absence": ("register_absence", "true"),
}
_OWNERS = """SELECT DISTINCT n.person_id FROM {table} t JOIN register_declaration d ON d.id = %(did)s
JOIN LATERAL (SELECT o.person_id, o.period FROM {table} o WHERE o.line = t.line ORDER BY o.id DESC
              LIMIT 1) n ON true
WHERE {condition}"""
_WROTE = "t.declaration_id = d.id"
_CONFIRMED = """{same} AND t.recorded_at <= %(at)s
AND (t.superseded_at IS NULL OR t.superseded_at > %(at)s)
AND t.period && daterange(%(start)s, %(end)s, '[]') AND t.period <> n.period"""


def _of_another(declaration: Declared, part: str) -> bool:
    """Did it write, in this part, no line that is the person's own, and confirm none that was
    changed since? (What confirms a line as it is may be applied once more.)"""
    table, same = _TABLES[part]
    wrote = _owners(table, _WROTE, declaration)
    if wrote:
        return declaration.person_id not in wrote
    if declaration.status != "unchanged" and part not in declaration.effects.get(UPHELD, ()):
        return False
    return declaration.person_id not in _owners(table, _CONFIRMED.format(same=same), declaration)


def _owners(table: str, condition: str, declaration: Declared) -> set[int]:
    """Whose the lines are now of which a version meets the condition; `n`: how they read now."""
    declared = declaration.submitted
    named = {
        "did": declaration.id,
        "at": declaration.applied_at,
        "start": declared.get("start"),
        "end": declared.get("end"),
    }
    return {r[0] for r in rows(_OWNERS.format(table=table, condition=condition), named)}


def _apply_all(
    confirmed: Sequence[tuple[Declared, tuple[str, ...]]], at: datetime, take_out: TakeOut
) -> None:
    for (batch_id, day), some in groupby(
        confirmed, key=lambda c: (c[0].batch_id, local_date(c[0].applied_at))
    ):
        batch, group = Batch.objects.get(id=batch_id), list(some)
        for n in range(0, len(group), MOST):
            _apply(batch, day, group[n : n + MOST], at, take_out)
        families.join_batch(batch_id, actor=_speaker(batch), at=at, again=True)


def _confirmed(declaration: Declared, touched: Touched) -> tuple[str, ...]:
    parts = (
        KINDS[declaration.kind].ledgers
        if declaration.status == "unchanged"
        else declaration.effects.get(UPHELD, ())
    )
    return tuple(
        p
        for p in parts
        if (declaration.person_id, p, declaration.employer_id if p == "job" else None) in touched
    )


def _speaker(batch: Batch) -> Actor:
    """Who declared, as far as their own homes or people go; their right was asked when they
    declared."""
    if not batch.party:
        return system(batch.label or batch.source)
    held = frozenset({"declare", "person.see", "home.see"})
    return Actor("public", batch.by_user, batch.label, (Grant("party", held, party=batch.party),))


def _apply(
    batch: Batch,
    day: date,
    confirmed: list[tuple[Declared, tuple[str, ...]]],
    at: datetime,
    take_out: TakeOut,
) -> None:
    declarations = [d for d, _ in confirmed]
    sender = Sender(
        batch.source, batch.channel, batch.label, batch.party, batch.employer_id, batch.region
    )
    context = Run(
        Submitter(_speaker(batch), sender, batch.id),
        at,
        day=day,
        answered=frozenset({"confirm"}),
        parts={d.id: parts for d, parts in confirmed},
    )
    frame = as_frame([d.id for d in declarations], [d.submitted for d in declarations])
    processed = processing.process(frame, context, about={d.id: d.person_id for d in declarations})
    results = {d.id: processed.results.get(d.id, (d.status, "")) for d in declarations}
    regions = {d.id: d.region for d in declarations}
    elsewhere = raising_reviews.raised_elsewhere(processed, results, regions, context)
    waiting = [d for d, (status, _) in results.items() if status == WAITING]
    if waiting:
        take_out(batch.id, waiting)
    _note(declarations, raising_reviews.disclosed(results, elsewhere), context)
    if waiting:
        raising_reviews.raise_for(waiting, processed, results, regions, context, elsewhere)


_BROUGHT = ("created", "document", "ties", "phone", "filled", UPHELD)
"""The effects of what was applied; of what waits only the others are kept."""


def _note(
    declarations: Sequence[Declared],
    results: processing.Results,
    context: Run,
) -> None:
    """What became of each now. What was applied by a part of itself before stays applied."""
    seen = [
        (d, *results[d.id])
        for d in declarations
        if not (d.status == "applied" and results[d.id][0] != WAITING)
    ]
    kept = {
        d.id: {k: v for k, v in d.effects.items() if k not in _BROUGHT}
        if results[d.id][0] == WAITING
        else d.effects | context.effects.get(d.id, {}) | {UPHELD: _still_upheld(d, context)}
        for d in declarations
    }
    kept = {i: {k: v for k, v in effects.items() if v != []} for i, effects in kept.items()}
    source, values = joined(
        {
            "d": ("bigint", [d.id for d, _, _ in seen]),
            "s": ("text", [s for _, s, _ in seen]),
            "r": ("text", [r if s in (REFUSED, WAITING) else "" for _, s, r in seen]),
        }
    )
    run(
        f"UPDATE register_declaration t SET status = i.s, reason = i.r FROM {source} AS i(d, s, r)"  # noqa: S608
        " WHERE t.id = i.d",
        values,
    )
    source, values = joined(
        {
            "d": ("bigint", list(kept)),
            "e": ("jsonb", [json.dumps(e) if e else None for e in kept.values()]),
        }
    )
    run(
        f"UPDATE register_declaration t SET effects = i.e FROM {source} AS i(d, e) WHERE t.id = i.d",  # noqa: S608
        values,
    )


def _still_upheld(declaration: Declared, context: Run) -> list[str]:
    """What an applied declaration only confirms: of the parts applied now as found, of the others as
    before."""
    before = declaration.effects.get(UPHELD, [])
    now = cast("list[str]", context.effects.get(declaration.id, {}).get(UPHELD, []))
    return [*(p for p in before if p not in context.parts.get(declaration.id, ())), *now]
