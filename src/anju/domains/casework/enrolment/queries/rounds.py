"""Reads of rounds and their schools: published to everybody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from anju.domains.casework.enrolment.data import (
    RefusedSchool,
    Round,
    RoundKind,
    RoundState,
    SchoolPlaces,
)
from anju.domains.casework.enrolment.models import EnrolmentRound, SchoolRow
from anju.foundation.db.scope import subtree
from anju.foundation.errors import NotFound


def round_of(row: EnrolmentRound) -> Round:
    """A row as a value."""
    return Round(
        row.pk,
        row.region,
        RoundKind(row.kind),
        row.year,
        tuple(row.grades),
        row.title,
        row.apply_from,
        row.apply_to,
        row.results_on,
        row.reply_by,
        row.term_begins,
        row.seed_source,
        row.seed,
        RoundState(row.state),
        row.admission,
        {seat: (found[0], found[1]) for seat, found in row.cutoffs.items()},
        tuple(RefusedSchool(**{**r, "cells": tuple(r["cells"])}) for r in row.refused),
        row.published_at,
        row.version,
    )


def one_round(round_id: int) -> Round:
    """One round. `NotFound` ``round_unknown``."""
    row = EnrolmentRound.objects.filter(id=round_id).first()
    if row is None:
        raise NotFound("round_unknown")
    return round_of(row)


def rounds_of_place(region: str) -> list[Round]:
    """The rounds of what a place lies in, the latest first. One query."""
    prefixes = [region[:n] for n in range(2, len(region) + 1)]
    found = EnrolmentRound.objects.filter(region__in=prefixes)
    return [round_of(r) for r in found.order_by("-apply_from", "-id")[:50]]


def rounds_within(regions: Sequence[str]) -> list[Round]:
    """The rounds within these regions (prefixes; "" for all), the latest first. One query."""
    area = Q(pk__in=[])
    for region in regions:
        low, high = subtree(region)
        area |= Q(region__gte=low, region__lt=high)
    found = EnrolmentRound.objects.filter(area).order_by("-apply_from", "-id")
    return [round_of(r) for r in found[:200]]


def next_round(region: str, day: date) -> Round | None:
    """The next round for which one may apply there, from this day on: under way, or announced. One query."""
    prefixes = [region[:n] for n in range(2, len(region) + 1)]
    found = EnrolmentRound.objects.filter(
        region__in=prefixes, apply_to__gte=day, state=RoundState.OPEN.value
    )
    row = found.order_by("apply_from", "id").first()
    return round_of(row) if row else None


def schools_of(round_id: int) -> dict[str, SchoolPlaces]:
    """The schools of a round by code. One query."""
    found: dict[str, SchoolPlaces] = {}
    for row in SchoolRow.objects.filter(round_id=round_id).order_by("code", "grade"):
        held = found.get(row.code)
        places = {**(held.places if held else {}), row.grade: row.places}
        found[row.code] = SchoolPlaces(
            row.code, row.name, row.region, row.address, places, tuple(row.areas)
        )
    return found
