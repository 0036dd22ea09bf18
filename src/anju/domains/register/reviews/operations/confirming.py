"""Confirming many at once: a landlord, or staff after the time-out, confirms what residents declared themselves."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

import polars as pl

from anju.domains.register.declarations.data.declarations import REFUSED, WAITING
from anju.domains.register.declarations.models import Batch, Review
from anju.domains.register.declarations.operations.context import Run, Submitter
from anju.domains.register.declarations.operations.write_conflicts import retried
from anju.domains.register.declarations.queries.submitted import as_frame, submitted
from anju.domains.register.intake.operations import processing, resubmitted_rows
from anju.domains.register.reviews.operations.deciding import ACCEPT, authorise, sender_of
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import joined, run
from anju.foundation.events import api as events

CONFIRM = "confirm"


@retried
def confirm_many(review_ids: Sequence[int], *, actor: Actor, at: datetime) -> int:
    """Accept open questions of the kind `confirm` as they were said; how many were.

    What cannot be applied even so (a contradiction with an earlier stay) stays open for a person to look at. Questions
    answered meanwhile are passed over. Raises `NotAllowed` when one of them is not the actor's to answer.
    """
    with as_intake_role():
        asked = list(
            Review.objects.select_for_update(of=("self",))
            .select_related("declaration__batch")
            .filter(id__in=list(review_ids), kind=CONFIRM, decided_at=None)
            .order_by("id")
        )
        for question in asked:
            authorise(question, actor, at)
        batches: dict[int, list[Review]] = {}
        for question in asked:
            batches.setdefault(question.declaration.batch_id, []).append(question)
        return sum(_accept(part[0].declaration.batch, part, actor, at) for part in batches.values())


def _accept(batch: Batch, asked: list[Review], actor: Actor, at: datetime) -> int:
    context = Run(Submitter(actor, sender_of(batch), batch.id), at, answered=frozenset({CONFIRM}))
    processed = processing.process(_frame(asked), context)
    done = [q for q in asked if processed.results[q.declaration_id][0] not in (WAITING, REFUSED)]
    dids = [q.declaration_id for q in done]
    effects = [context.effects.get(d) for d in dids]
    source, values = joined(
        {
            "d": ("bigint", dids),
            "s": ("text", [processed.results[d][0] for d in dids]),
            "p": ("bigint", [processed.persons.get(d) for d in dids]),
            "h": ("bigint", [processed.homes.get(d) for d in dids]),
            "e": ("jsonb", [json.dumps(e) if e else None for e in effects]),
        }
    )
    run(
        f"""UPDATE register_declaration t SET status = i.s, reason = '', person_id = i.p, home_id = i.h,
        effects = coalesce(i.e, t.effects) FROM {source} AS i(d, s, p, h, e) WHERE t.id = i.d""",  # noqa: S608
        values,
    )
    resubmitted_rows.forget([p for p in processed.persons.values() if p], but=dids)
    run(
        "UPDATE register_review SET decision = %s, decided_at = %s, decided_by = %s, decided_label = %s "
        "WHERE id = ANY(%s)",
        [ACCEPT, at, actor.user_id, actor.label, [q.id for q in done]],
    )
    _notify(done, [processed.persons.get(d) for d in dids], actor, at)
    return len(done)


def _frame(asked: list[Review]) -> pl.DataFrame:
    declared = submitted([(q.declaration_id, q.declaration.payload_cipher) for q in asked])
    return as_frame([q.declaration_id for q in asked], declared)


def _notify(done: list[Review], persons: list[int | None], actor: Actor, at: datetime) -> None:
    audit.record_writes(
        actor,
        action="register.decide",
        subject_kind="review",
        subject_ids=[q.id for q in done],
        person_ids=persons,
        details=[{"decision": ACCEPT}] * len(done),
        at=at,
    )
    events.emit_many(
        "register.decided",
        [{"review": q.id, "declaration": q.declaration_id, "decision": ACCEPT} for q in done],
        at=at,
    )
