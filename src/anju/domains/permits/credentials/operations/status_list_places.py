"""Handing out places in status lists: at random within a list, each once, without looking for a free one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F

from anju.domains.permits.credentials.data import LIST_SIZE
from anju.domains.permits.credentials.models import StatusList
from anju.foundation.audit.api import epoch
from anju.foundation.credentials import permutation
from anju.foundation.crypto import blind_index

WIDTH = 2
CITY = 4


@dataclass(frozen=True, slots=True)
class Place:
    """One place: in which list, where."""

    list_id: int
    code: str
    index: int

    @property
    def claim(self) -> dict[str, Any]:
        """As a credential refers to it."""
        return {"status_list": {"idx": self.index, "uri": address(self.code)}}


def address(code: str) -> str:
    """Where the world finds a list."""
    return f"{settings.PUBLIC_URL}/status/{code}"


def place_for(region: str, *, at: datetime) -> Place:
    """The next place in the city's open list; a new list when the last is full. Call it as the intake role.

    A city's permits share its lists, so that a list says no more about a permit than its city. Lists
    from before a restore give out no more places: which ones were given out after the backup nobody knows.
    """
    city, begun = region[:CITY], epoch()
    open_lists = (
        StatusList.objects.select_for_update()
        .defer("bits", "token", "taken")
        .filter(region=city, issued__lt=F("size"))
    )
    if begun.restored_at is not None:
        open_lists = open_lists.filter(created_at__gte=begun.restored_at)
    row = open_lists.order_by("id").first()
    if row is None:
        number = StatusList.objects.filter(region=city).count() + 1
        code = f"{city}-{begun.number}-{number}" if begun.number else f"{city}-{number}"
        row = StatusList.objects.create(
            code=code,
            region=city,
            width=WIDTH,
            size=LIST_SIZE,
            bits=bytes(LIST_SIZE * WIDTH // 8),
            created_at=at,
        )
    secret = blind_index(row.code, "permits.status_list")
    index = permutation.place(secret, row.issued, row.size)
    StatusList.objects.filter(pk=row.pk).update(issued=F("issued") + 1)
    return Place(row.pk, row.code, index)
