"""Stating what a home is like: a version a statement, nothing overwritten."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from anju.domains.housing.standards.data import (
    BARS,
    GAS,
    MOST_SPACES,
    PARTITIONS,
    PURPOSES,
    Dwelling,
    DwellingRecord,
    Space,
)
from anju.domains.housing.standards.models import DwellingVersion, SpaceRow
from anju.domains.housing.standards.queries import FACTS, SPACE_FACTS, dwellings_of
from anju.domains.places import api as places
from anju.domains.places.api import HomeView
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotFound, Refused
from anju.foundation.events import api as events

STATED_EVENT = "housing.dwelling_stated"
MOST_AREA = Decimal(1000)
"""Square metres of one space that are taken for a slip beyond."""
MOST_COUNT = 999


def state_dwelling(
    home_code: str, dwelling: Dwelling, *, channel: str, actor: Actor, at: datetime
) -> DwellingRecord:
    """State what a home is like, in place of what was stated before. The same again changes nothing.

    By whoever holds `home.edit` for the home's party or region. Raises `NotFound` ``home_unknown``; `Refused`
    ``dwelling_spaces_many`` (`most`), ``dwelling_number_out_of_range`` (`field`, `space`: 0 for the home),
    ``dwelling_word_unknown``.
    """
    home = _editable(home_code, actor)
    _require_sound(dwelling)
    with transaction.atomic():
        rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"dwelling:{home.id}"])
        before = dwellings_of([home.id]).get(home.id)
        if before is not None and before.dwelling == dwelling:
            return before
        DwellingVersion.objects.filter(home_id=home.id, superseded_at=None).update(superseded_at=at)
        row = DwellingVersion.objects.create(
            home_id=home.id,
            channel=channel,
            by_user=actor.user_id,
            by_label=actor.label[:100],
            recorded_at=at,
            **{name: getattr(dwelling, name) for name in FACTS},
        )
        SpaceRow.objects.bulk_create(
            SpaceRow(dwelling=row, **{name: getattr(space, name) for name in SPACE_FACTS})
            for space in dwelling.spaces
        )
        audit.record_write(
            actor,
            action="housing.dwelling",
            subject_kind="home",
            subject_id=home.id,
            at=at,
            detail={"spaces": len(dwelling.spaces)},
        )
        events.emit(STATED_EVENT, {"home": home.id}, at=at)
    return DwellingRecord(home.id, dwelling, at, channel, actor.label[:100])


def _editable(home_code: str, actor: Actor) -> HomeView:
    home = places.home_by_code(home_code)
    if home is None or not (
        actor.may("home.edit", region=home.region)
        or (home.party and actor.may("home.edit", party=home.party))
    ):
        raise NotFound("home_unknown")
    return home


def _require_sound(dwelling: Dwelling) -> None:
    if len(dwelling.spaces) > MOST_SPACES:
        raise Refused("dwelling_spaces_many", most=MOST_SPACES)
    if [s.number for s in dwelling.spaces] != list(range(1, len(dwelling.spaces) + 1)):
        raise Refused("dwelling_word_unknown", word="number")
    for word, known in ((dwelling.bars, ("", *BARS)), (dwelling.gas, ("", *GAS))):
        if word not in known:
            raise Refused("dwelling_word_unknown", word=word)
    _require_numbers(dwelling, FACTS, 0)
    for space in dwelling.spaces:
        if space.purpose not in PURPOSES or space.partition not in PARTITIONS:
            raise Refused("dwelling_word_unknown", word=space.purpose)
        _require_numbers(space, SPACE_FACTS, space.number)


def _require_numbers(facts: Dwelling | Space, names: tuple[str, ...], number: int) -> None:
    for name in names:
        value = getattr(facts, name)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            continue
        if isinstance(value, Decimal):
            decimals = 1 if name == "extinguisher_kilograms" else 2
            fits = value.is_finite() and 0 <= value <= MOST_AREA and value * 10**decimals % 1 == 0
            if name != "extinguisher_kilograms":
                fits = fits and value > 0
        else:
            fits = 0 <= value <= MOST_COUNT
        if not fits:
            raise Refused("dwelling_number_out_of_range", field=name, space=number)
