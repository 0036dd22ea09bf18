"""What a guardian does from a phone: put the booklet on it, or ask a clinic to open a record; never required."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from anju.domains.access import api as access
from anju.domains.health.children.data import NewChild, NewGuardian, Opened
from anju.domains.health.children.models import Child, DeclinedOffer, GuardianRow
from anju.domains.health.children.operations.joining import note_claimed
from anju.domains.health.children.operations.opening import add_guardians, open_from_offer
from anju.domains.health.children.queries import sealing
from anju.domains.health.children.queries.children import family_of, offers
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import NotAllowed, NotFound, Refused


def claim_booklet(code: str, born: date, *, actor: Actor, at: datetime) -> int:
    """Put a booklet on the guardian's phone by its code and the child's day of birth; the child. Again, nothing
    changes. `NotAllowed`; `Refused` ``booklet_unknown``, ``too_many_tries``."""
    if actor.user_id is None or actor.kind != "public":
        raise NotAllowed("booklet_account")
    access.count_try("booklet.code", str(actor.user_id), at=at)
    with transaction.atomic(), as_intake_role():
        row = Child.objects.filter(booklet_index=sealing.booklet_of(code)).first()
        if row is None or row.born != born:
            raise Refused("booklet_unknown")
        child_id = row.joined_to_id or row.pk
        held = GuardianRow.objects.filter(
            child_id=child_id, user_id=actor.user_id, ended_at=None
        ).exists()
        if not held:
            (phone, _language) = access.phones_of_users([actor.user_id]).get(
                actor.user_id, ("", "")
            )
            name = _name(actor)
            me = [NewGuardian("other", name, "", phone, actor.person_id, actor.user_id)]
            came = add_guardians(child_id, me, at)
            if row.joined_to_id:
                add_guardians(row.pk, me, at)
                note_claimed(row, came)
            _note(child_id, row.person_id, "health.booklet_claimed", actor, at)
    return int(child_id)


def leave_booklet(child_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a booklet off the phone. Again, nothing changes."""
    with transaction.atomic(), as_intake_role():
        mine = GuardianRow.objects.filter(
            child_id__in=family_of(child_id), user_id=actor.user_id, ended_at=None
        )
        if actor.user_id is None or not mine.update(ended_at=at):
            return
        _note(child_id, None, "health.booklet_left", actor, at)


def accept_offer(person_id: int, clinic_id: int, *, key: str, actor: Actor, at: datetime) -> Opened:
    """Have a clinic open the record of a registered child in one's care. `NotFound` ``offer_unknown``."""
    offered = {o.person_id: o for o in offers(actor, at=at)}.get(person_id)
    if offered is None or actor.person_id is None:
        raise NotFound("offer_unknown")
    found = people.persons([person_id, actor.person_id])
    child, me = found.get(person_id), found.get(actor.person_id)
    phones = access.phones_of_users([actor.user_id]) if actor.user_id is not None else {}
    relation = {"1": "father", "2": "mother"}.get(me.sex if me else "", "other")
    new = NewChild(
        offered.name,
        offered.born,
        child.sex if child else "0",
        person_id=person_id,
        guardians=(
            NewGuardian(
                relation,
                me.name if me else actor.label,
                "",
                next((p for p, _ in phones.values()), ""),
                actor.person_id,
                actor.user_id,
            ),
        ),
    )
    return open_from_offer(new, clinic_id, key=key, actor=actor, at=at)


def decline_offer(person_id: int, *, actor: Actor, at: datetime) -> None:
    """Do not ask again about this child. Again, nothing changes."""
    me = actor.person_id
    if me is None or person_id not in {o.person_id for o in offers(actor, at=at)}:
        return
    with transaction.atomic(), as_intake_role():
        DeclinedOffer.objects.get_or_create(
            person_id=person_id, guardian_person_id=me, defaults={"at": at}
        )


def _name(actor: Actor) -> str:
    me = people.persons([actor.person_id]).get(actor.person_id) if actor.person_id else None
    return me.name if me else (actor.label or "监护人")[:60]


def _note(child_id: int, person_id: int | None, action: str, actor: Actor, at: datetime) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="child",
        subject_id=child_id,
        at=at,
        person_id=person_id,
    )
