"""Permits and issuers' keys for tests of what is built on them."""

from __future__ import annotations

from datetime import datetime, timedelta

from anju.domains.permits.models import Blob, Card, Permit
from anju.domains.permits.production.operations.layout import layout_of, sealed
from anju.domains.permits.transitions.data.transitions import PermitState, TransitionKind
from anju.domains.permits.transitions.operations import locked, make_transition
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import next_ids
from anju.foundation.keystore import api as keystore
from anju.foundation.keystore.api import Action, Algorithm, Kind
from tests.factories.register import HERE, PLATFORM

CITY = "4301"


_WAYS = {
    PermitState.LOST: (TransitionKind.LOST, ""),
    PermitState.ACTIVE: (TransitionKind.FOUND, ""),
    PermitState.CANCELLED: (TransitionKind.CANCELLED, "own_wish"),
}


def put_into(permit_id: int, to: PermitState, *, at: datetime) -> None:
    """Let a permit that is in use be lost, or a lost one be found, or end it."""
    with acting(PLATFORM), as_intake_role():
        kind, reason = _WAYS[to]
        make_transition(locked(permit_id), kind, actor=PLATFORM, at=at, reason=reason, to=to)


def administrator(user_id: int, label: str) -> Actor:
    """Somebody who takes part in key ceremonies."""
    return Actor(
        "staff",
        user_id=user_id,
        label=label,
        channel="web",
        grants=(Grant("sysadmin", frozenset({"permit.keys"}), ""),),
    )


def issuer(at: datetime, *, area: str = CITY, algorithm: Algorithm = Algorithm.ES256) -> str:
    """An issuer's active key, by two persons; its name."""
    first, second = administrator(901, "王"), administrator(902, "李")
    with acting(first):
        key = keystore.make(kind=Kind.SIGN, algorithm=algorithm, region=area, actor=first, at=at)
        request = keystore.ask(key.id, action=Action.ACTIVATE, reason="试用", actor=first, at=at)
        return keystore.decide(request, approve=True, actor=second, at=at).kid


def permit(
    person_id: int,
    home_id: int,
    *,
    at: datetime,
    state: PermitState = PermitState.ACTIVE,
    number: str = "430181202611000018",
    photo: bytes = b"\xff\xd8\xffphoto",
) -> int:
    """A permit of somebody who lives here, with a card that has a photograph."""
    import hashlib

    today = local_date(at)
    with acting(PLATFORM), as_intake_role():
        row = Permit.objects.create(
            number=number,
            person_id=person_id,
            region=HERE,
            issuer="430181124",
            home_id=home_id,
            state=state.value,
            state_since=at,
            issued_on=today,
            created_at=at,
            endorsed_until=today + timedelta(days=366),
        )
        blob = Blob.objects.create(
            cipher=b"x",
            content_type="image/jpeg",
            size=len(photo),
            stored_at=at,
            sha256=hashlib.sha256(photo).digest(),
        )
        (card,) = next_ids("permits_card", 1)
        Card.objects.create(
            id=card,
            permit=row,
            version=1,
            person_id=person_id,
            region=HERE,
            photo=blob,
            created_at=at,
            layout_cipher=sealed(layout_of(row, ethnicity="01", at=at), card=card),
        )
    return row.pk
