"""The holder's PIN: the register keeps a salted scrypt verifier, never the PIN."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime

from anju.domains.access import api as access
from anju.domains.permits.credentials.models import HolderPin
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import NotAllowed, Refused

LENGTH = 6
_COST = {"n": 1 << 14, "r": 8, "p": 1}
EASY = frozenset(
    {"123456", "654321", "112233", "123123", "121212", "888888", "666666", "000000", "111111"}
)


def set_pin(
    pin: str, *, actor: Actor, at: datetime, old: str = "", fresh_code: bool = False
) -> None:
    """Set one's own PIN: six digits. A PIN that is set is replaced only with the `old` one, or by who
    has just signed in with a code sent to the phone (`fresh_code`).

    `Refused` ``pin_form`` for others, ``pin_easy`` for the commonest, ``pin_old_wrong``, and ``too_many_tries`` while
    locked; tries of the old PIN are counted, and the count must be committed.
    """
    person = _person(actor)
    if len(pin) != LENGTH or not (pin.isascii() and pin.isdigit()):
        raise Refused("pin_form")
    if pin in EASY or len(set(pin)) == 1:
        raise Refused("pin_easy")
    if not fresh_code and pin_is_set(actor) and not check_pin(old, actor=actor, at=at):
        raise Refused("pin_old_wrong")
    salt = secrets.token_bytes(16)
    with as_intake_role():
        HolderPin.objects.update_or_create(
            person_id=person,
            defaults={"salt": salt, "verifier": _verifier(pin, salt), "set_at": at},
        )
        audit.record_write(
            actor,
            action="permit.pin.set",
            subject_kind="person",
            subject_id=person,
            person_id=person,
            at=at,
            detail={"by_code": fresh_code},
        )


def pin_is_set(actor: Actor) -> bool:
    """True when the holder has a PIN."""
    with as_intake_role():
        return HolderPin.objects.filter(person_id=_person(actor)).exists()


def check_pin(pin: str, *, actor: Actor, at: datetime) -> bool:
    """True for the holder's own PIN. Tries are counted: `Refused` ``too_many_tries``; the count must be committed."""
    person = _person(actor)
    access.count_try("permit.pin", str(person), at=at)
    with as_intake_role():
        row = HolderPin.objects.filter(person_id=person).first()
    salt = bytes(row.salt) if row else bytes(16)
    return (
        hmac.compare_digest(_verifier(pin, salt), bytes(row.verifier) if row else bytes(32))
        and row is not None
    )


def _person(actor: Actor) -> int:
    if actor.person_id is None or actor.user_id is None:
        raise NotAllowed("not_allowed", permission="permit.see")
    return actor.person_id


def _verifier(pin: str, salt: bytes) -> bytes:
    return hashlib.scrypt(pin.encode(), salt=salt, dklen=32, **_COST)
