"""Families that came together: household and guardians follow from what the batch said of relations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import polars as pl

from anju.domains.people import api as people
from anju.domains.register.declarations.data.declarations import APPLIED, UNCHANGED, Receipt, Sender
from anju.domains.register.declarations.data.kinds import JOINING
from anju.domains.register.declarations.models import Batch, Declaration
from anju.domains.register.declarations.queries.rules import ages
from anju.domains.register.declarations.queries.submitted import submitted
from anju.domains.register.intake.operations import relationships
from anju.domains.register.intake.operations.declare import declare
from anju.domains.register.ledger.operations import visibility_scope
from anju.foundation import kinship
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.days import age_on
from anju.foundation.db.scope import as_intake_role

HEAD = ("01", "02")
"""GB/T 4761: oneself, head of household."""


def declare_family(
    items: pl.DataFrame,
    *,
    sender: Sender,
    actor: Actor,
    at: datetime,
    batch_key: str,
    about: Mapping[str, int] | None = None,
    seen: Mapping[str, Mapping[str, str]] | None = None,
) -> Receipt:
    """Take a family in as one batch and gather it: one transaction, idempotent as `declare`.

    One row has the relation 01 or 02 (it is the head); the others say theirs to it (GB/T 4761). Who must wait joins
    the household when the question about them is answered. Minors get the head as guardian.
    """
    receipt = declare(
        items, sender=sender, actor=actor, at=at, batch_key=batch_key, about=about, seen=seen
    )
    if not receipt.repeated:
        with as_intake_role():
            join_batch(receipt.batch_id, actor=actor, at=at, seen=seen)
    return receipt


def join_batch(
    batch_id: int,
    *,
    actor: Actor,
    at: datetime,
    seen: Mapping[str, Mapping[str, str]] | None = None,
    again: bool = False,
) -> tuple[int, dict[str, Any] | None]:
    """Gather those of a small batch who are known by now around its head; repeating it changes nothing. The declaration
    with which the change is noted, and the change; (0, None) where nothing changed.

    Relationships to people known before wait for who may agree to them (see `tying`). `seen`: as in
    `declare`; relationships whose papers the actor has seen do not wait. `again`: applied in place of what was undone.

    Files are left alone: their rows speak of many households, and of relations by document. Runs as the intake role.
    """
    batch = Batch.objects.get(id=batch_id)
    if batch.form:
        return 0, None
    known = list(
        Declaration.objects.filter(batch=batch, kind__in=JOINING, status__in=[APPLIED, UNCHANGED])
        .exclude(person_id=None)
        .order_by("id")
    )
    stands = people.lock([d.person_id for d in known if d.person_id is not None])
    known = [d for d in known if d.person_id in stands]
    for declaration in known:
        declaration.person_id = stands[declaration.person_id or 0]
    declared = submitted([(d.id, d.payload_cipher) for d in known])
    head = next(
        ((d, s) for d, s in zip(known, declared, strict=True) if s.get("relation") in HEAD), None
    )
    # Who names the head by number was gathered on arrival (see `households`); several heads are several families.
    others = [
        (d, s)
        for d, s in zip(known, declared, strict=True)
        if s.get("relation") and s["relation"] not in HEAD and not s.get("head")
    ]
    if head is None or not others or sum(s.get("relation") in HEAD for s in declared) > 1:
        return 0, None
    if again or actor.kind != "system":
        others = _agreed(head[0], others, seen or {}, actor, at)
    return _form(head[0], others, actor, at) if others else (0, None)


def _agreed(
    head: Declaration,
    others: list[tuple[Declaration, dict[str, Any]]],
    seen: Mapping[str, Mapping[str, str]],
    actor: Actor,
    at: datetime,
) -> list[tuple[Declaration, dict[str, Any]]]:
    assert head.person_id is not None  # noqa: S101 - filtered by the caller, for the type checker
    since = head.effective or local_date(at)
    wanted = [
        relationships.Relationship(
            d.id,
            d.batch_id,
            head.person_id,
            d.person_id,
            s["relation"],
            since,
            d.region or head.region,
            s["relation"] in kinship.CHILDREN or _minor(s, since, at),
        )
        for d, s in others
        if d.person_id and d.person_id != head.person_id
    ]
    shown = {
        d.id
        for d, _ in others
        if relationships.RELATIONSHIP in seen.get(d.key, {})
        and actor.may("review.decide", region=d.region or "0")
    }
    agreed = {t.declaration_id for t in relationships.agreed(wanted, entered={}, seen=shown, at=at)}
    return [(d, s) for d, s in others if d.id in agreed]


def _form(
    head: Declaration,
    others: list[tuple[Declaration, dict[str, Any]]],
    actor: Actor,
    at: datetime,
) -> tuple[int, dict[str, Any] | None]:
    members = [
        (d.person_id, s["relation"])
        for d, s in others
        if d.person_id and d.person_id != head.person_id
    ]
    assert head.person_id is not None  # noqa: S101 - filtered by the caller, for the type checker
    since = head.effective or local_date(at)
    everyone = [head.person_id, *(m[0] for m in members)]
    before = people.relationships_of(everyone)
    people.form_household(head.person_id, members, since=since, at=at)
    for declaration, item in others:
        if _minor(item, since, at) and declaration.person_id:
            people.entrust(declaration.person_id, head.person_id, relation="50", since=since)
    change = people.relationship_changes(before, people.relationships_of(everyone))
    if not change:
        return 0, None
    head.effects = {**(head.effects or {}), "ties": [*(head.effects or {}).get("ties", []), change]}
    head.save(update_fields=["effects"])
    visibility_scope.recompute(everyone)
    audit.record_write(
        actor,
        action="register.family",
        subject_kind="declaration",
        subject_id=head.id,
        person_id=head.person_id,
        at=at,
        detail={"members": [m[0] for m in members]},
    )
    return head.id, change


def _minor(item: dict[str, Any], day: date, at: datetime) -> bool:
    born = date.fromisoformat(item["birth_date"]) if item.get("birth_date") else None
    return born is not None and age_on(born, day) < ages(local_date(at)).adult
