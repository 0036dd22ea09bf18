"""A contradiction between sources about somebody, which waits for an answer."""

from __future__ import annotations

from anju.domains.exchange.picture.models import PictureTicket
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.register import HERE, PLATFORM


def contradicting(person: int, *, field: str = "birth_date", region: str = HERE) -> int:
    """Its number."""
    today = local_date(now())
    with acting(PLATFORM):
        return PictureTicket.objects.create(
            person_id=person,
            field=field,
            digest="0" * 64,
            sources=["record", "police"],
            region=region,
            opened_on=today,
            due=today,
        ).pk
