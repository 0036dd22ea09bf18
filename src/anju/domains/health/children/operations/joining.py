"""Two records that turn out to be of one child are joined; joined by mistake, they are separated again. Nothing is
deleted: doses stand under the record in which they were entered, and what a record gave is noted under its seal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.domains.health.children.data import NewGuardian
from anju.domains.health.children.models import Child, GuardianRow, ObservationRow
from anju.domains.health.children.operations import care
from anju.domains.health.children.operations.keeping import require_free
from anju.domains.health.children.operations.opening import add_guardians
from anju.domains.health.children.queries import sealing
from anju.domains.health.children.queries.children import family_of
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.db.statements import next_ids
from anju.foundation.errors import Refused

GAVE = "gave"
"""Of the sealed facts of a joined record: what the standing one has from it, so that it can be given back."""
Gave = dict[str, Any]


def join_records(
    kept_id: int, other_id: int, clinic_id: int, *, actor: Actor, at: datetime
) -> None:
    """Two records in sight are of one child: the first stands for both. `NotFound` ``child_unknown``; `Refused`
    ``children_differ`` where days of birth or numbers contradict."""
    with transaction.atomic():
        care.see(kept_id, actor)
        care.see(other_id, actor)
        with as_intake_role():
            kept, other = _both(kept_id, other_id)
            care.clinic_for(kept_id, clinic_id, actor)
            numbers = {bytes(r.number_index) for r in (kept, other) if r.number_index}
            if kept_id == other_id or kept.born != other.born or len(numbers) > 1:
                raise Refused("children_differ")
            if kept.joined_to_id or other.joined_to_id:
                raise Refused("children_differ")
            came = list(Child.objects.filter(joined_to=other).values_list("id", flat=True))
            Child.objects.filter(id__in=came).update(joined_to=kept)
            other.joined_to = kept
            other.save(update_fields=["joined_to"])
            _note_given(other, {**_give(kept, other, actor, at), "came": came})
            _note(kept, "health.joined", actor, at, other=other_id)


def separate_records(
    kept_id: int, other_id: int, clinic_id: int, *, actor: Actor, at: datetime
) -> None:
    """Records that were joined are of two children: the second stands for itself again, with its doses and what it gave
    when it was joined; what was entered since stays with the first. `NotFound` ``child_unknown``; `Refused`
    ``children_not_joined``, ``children_separate_first`` (`id`: the record with which it came); `Conflict`
    ``child_number_taken``."""
    with transaction.atomic():
        care.see(kept_id, actor)
        with as_intake_role():
            if other_id == kept_id or other_id not in family_of(kept_id):
                raise Refused("children_not_joined")
            kept, other = _both(kept_id, other_id)
            care.clinic_for(kept_id, clinic_id, actor)
            if other.joined_to_id != kept.pk:
                raise Refused("children_not_joined")
            _require_direct(kept, other)
            today = local_date(at)
            gave = _taken_back(kept, other, at)
            kept.next_from = today if kept.state == "active" else None
            kept.save()
            require_free(
                sealing.opened(other.facts_cipher, sealing.CHILD, other.pk)["number"], other
            )
            _stand_alone(other)
            other.next_from = today if other.state == "active" else None
            other.save()
            Child.objects.filter(id__in=gave.get("came", []), joined_to=kept).update(
                joined_to=other
            )
            _note(kept, "health.separated", actor, at, other=other_id)


def note_claimed(row: Child, guardian_ids: Sequence[int]) -> None:
    """Guardians who came to the standing record by the booklet of a joined one go with that one. Call it as the intake
    role."""
    gave = _given_by(row)
    _note_given(row, {**gave, "guardians": [*gave.get("guardians", []), *guardian_ids]})


def _both(kept_id: int, other_id: int) -> tuple[Child, Child]:
    held = {i: care.locked(i) for i in sorted({kept_id, other_id})}
    return held[kept_id], held[other_id]


def _require_direct(kept: Child, other: Child) -> None:
    """What came with another record goes with it, and only then alone."""
    for row in Child.objects.filter(joined_to=kept).exclude(id=other.pk):
        if other.pk in _given_by(row).get("came", []):
            raise Refused("children_separate_first", id=row.pk)


def _give(kept: Child, other: Child, actor: Actor, at: datetime) -> Gave:
    """Number, name and link of the joined record where the standing one has none; its guardians and what is known of
    the child's health come along."""
    facts = sealing.opened(kept.facts_cipher, sealing.CHILD, kept.pk)
    more = sealing.opened(other.facts_cipher, sealing.CHILD, other.pk)
    gave: Gave = {"name": None, "person": kept.person_id is None and other.person_id is not None}
    if not kept.number_index and other.number_index:
        kept.number_index, facts["number"] = other.number_index, more["number"]
    if not kept.sounds_index and other.sounds_index:
        gave["name"] = facts["name"]
        kept.sounds_index, facts["name"] = other.sounds_index, more["name"]
    kept.person_id = kept.person_id or other.person_id
    kept.facts_cipher = sealing.sealed(facts, sealing.CHILD, kept.pk)
    kept.next_from = local_date(at)
    kept.save()
    gave["guardians"] = _give_guardians(kept, other)
    gave["observations"] = _give_observations(kept, other, actor, at)
    return gave


def _give_guardians(kept: Child, other: Child) -> list[int]:
    rows = list(GuardianRow.objects.filter(child=other, ended_at=None))
    contents = sealing.opened_many(
        [r.facts_cipher for r in rows], sealing.GUARDIAN, [r.pk for r in rows]
    )
    held = dict(sealing.features_of([kept]))[kept.pk].guardians
    new = [
        NewGuardian(r.relation, f["name"], f["number"], f["phone"], r.person_id, r.user_id)
        for r, f in zip(rows, contents, strict=True)
    ]
    fresh = [g for g in new if not sealing.guardian_features([g])[0] & held]
    return add_guardians(kept.pk, fresh, rows[0].at if rows else kept.recorded_at)


def _give_observations(kept: Child, other: Child, actor: Actor, at: datetime) -> list[int]:
    rows = list(ObservationRow.objects.filter(child__in=[kept, other], ended_at=None))
    facts = sealing.opened_many(
        [r.facts_cipher for r in rows], sealing.OBSERVATION, [r.pk for r in rows]
    )
    known = {f["code"] for r, f in zip(rows, facts, strict=True) if r.child_id == kept.pk}
    fresh = [
        f
        for r, f in zip(rows, facts, strict=True)
        if r.child_id == other.pk and f["code"] not in known
    ]
    ids = next_ids("health_observation", len(fresh)) if fresh else []
    ObservationRow.objects.bulk_create(
        ObservationRow(
            id=number,
            child=kept,
            facts_cipher=sealing.sealed(f, sealing.OBSERVATION, number),
            by_user=actor.user_id,
            by_label=actor.label[:100],
            at=at,
        )
        for number, f in zip(ids, fresh, strict=True)
    )
    return list(ids)


def _taken_back(kept: Child, other: Child, at: datetime) -> Gave:
    """Let the standing record lose what it has from the other; what was corrected meanwhile stays. What the other had
    given."""
    gave = _given_by(other)
    facts = sealing.opened(kept.facts_cipher, sealing.CHILD, kept.pk)
    more = sealing.opened(other.facts_cipher, sealing.CHILD, other.pk)
    if more["number"] and facts["number"] == more["number"]:
        kept.number_index, facts["number"] = None, ""
    if gave.get("name") is not None and facts["name"] == more["name"]:
        facts["name"] = gave["name"]
        kept.sounds_index = sealing.sounds_of(facts["name"]) or None
    if gave.get("person") and kept.person_id == other.person_id:
        kept.person_id = None
    kept.facts_cipher = sealing.sealed(facts, sealing.CHILD, kept.pk)
    rows = {"child": kept, "ended_at": None}
    GuardianRow.objects.filter(id__in=gave.get("guardians", []), **rows).update(ended_at=at)
    ObservationRow.objects.filter(id__in=gave.get("observations", []), **rows).update(ended_at=at)
    return gave


def _stand_alone(other: Child) -> None:
    facts = sealing.opened(other.facts_cipher, sealing.CHILD, other.pk)
    facts.pop(GAVE, None)
    other.facts_cipher = sealing.sealed(facts, sealing.CHILD, other.pk)
    other.joined_to = None
    held = Child.objects.filter(person_id=other.person_id, joined_to=None).exclude(id=other.pk)
    if other.person_id is not None and held.exists():
        other.person_id = None


def _given_by(row: Child) -> Gave:
    found: Gave = sealing.opened(row.facts_cipher, sealing.CHILD, row.pk).get(GAVE, {})
    return found


def _note_given(row: Child, gave: Gave) -> None:
    facts = sealing.opened(row.facts_cipher, sealing.CHILD, row.pk)
    row.facts_cipher = sealing.sealed({**facts, GAVE: gave}, sealing.CHILD, row.pk)
    row.save(update_fields=["facts_cipher"])


def _note(row: Child, action: str, actor: Actor, at: datetime, **detail: object) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="child",
        subject_id=row.pk,
        at=at,
        person_id=row.person_id,
        detail=detail,
    )
