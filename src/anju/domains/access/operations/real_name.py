"""Tying an account to a record by a real-name service (three elements: name, identity number, phone).

The service is an adapter. The simulator that comes with Anju says yes only to invented people listed in its own table
and tells in the outbox what it was asked; it is for demonstrations and tests, and proves nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from anju.domains.access.models import RealNameCheck, User
from anju.domains.access.operations import throttle
from anju.domains.access.operations.users import link_to_person
from anju.domains.access.queries.values import PHONE
from anju.foundation.actor import Actor, system
from anju.foundation.crypto import blind_index, blind_indexes, decrypt
from anju.foundation.errors import NotAllowed, Refused
from anju.foundation.notices.api import send

_CONTEXT = "access.real_name"


class RealNameService(Protocol):
    """What a carrier's or the national identity service must answer."""

    def matches(self, *, name: str, number: str, phone: str, at: datetime) -> bool:
        """True when the phone is registered to the person of that name and identity number."""


class Simulator:
    """Says yes only to the triples that `simulate_real_names` was given."""

    def matches(self, *, name: str, number: str, phone: str, at: datetime) -> bool:
        """Look the triple up, and write into the outbox what was asked and answered."""
        known = RealNameCheck.objects.filter(
            pk=blind_index(_triple(name, number, phone), _CONTEXT)
        ).exists()
        verdict = "一致" if known else "不一致"
        send(
            "real_name",
            phone,
            f"【实名核验模拟】{name[:1]}*** 证件尾号 {number[-4:]}：{verdict}",
            at=at,
        )
        return known


def simulate_real_names(triples: Iterable[tuple[str, str, str]]) -> int:
    """Teach the simulator invented (name, number, phone); how many were given."""
    indexes = blind_indexes([_triple(*triple) for triple in triples], _CONTEXT)
    rows = [RealNameCheck(triple_index=index) for index in indexes if index is not None]
    RealNameCheck.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5000)
    return len(rows)


def link_by_real_name(
    actor: Actor, *, name: str, number: str, person_of: Callable[[str], int | None], at: datetime
) -> int:
    """Link the actor's own account to the record of that number, once the service has said yes; the record's id.

    The register is asked (`person_of`) only after the yes, so that typing somebody's number tells nothing.
    `Refused` ``real_name_no`` when the service says no *or* there is no such record: both sound the same.
    """
    user = User.objects.filter(pk=actor.user_id or 0, kind="public", is_active=True).first()
    if user is None:
        raise NotAllowed("tie_by_platform", how="real_name")
    throttle.hit("real_name.account", str(user.pk), at=at)
    service: RealNameService = import_string(settings.REAL_NAME_SERVICE)()
    phone = decrypt(user.phone_cipher, PHONE, row=user.phone_index)
    person_id = (
        person_of(number) if service.matches(name=name, number=number, phone=phone, at=at) else None
    )
    if person_id is None:
        raise Refused("real_name_no")
    with transaction.atomic():
        link_to_person(
            system("real name service", channel=actor.channel),
            user_id=user.pk,
            person_id=person_id,
            how="real_name",
            at=at,
        )
    return person_id


def _triple(name: str, number: str, phone: str) -> str:
    return f"{name.strip()}\0{number.strip().upper()}\0{phone}"
