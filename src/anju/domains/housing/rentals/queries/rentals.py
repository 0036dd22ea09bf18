"""Reads of rentals on file: one record, lists, the letter of responsibility."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from anju.domains.housing.rentals.data import (
    LIVE,
    LetterText,
    RentalEvent,
    RentalRecord,
    RentalState,
    RentalStep,
    Signature,
    Tenant,
)
from anju.domains.housing.rentals.models import (
    LetterSignature,
    Rental,
    RentalEventRow,
    RentalTenant,
)
from anju.domains.housing.rentals.rules.letters import letter_in_force, read_letter
from anju.foundation.db.scope import inside
from anju.foundation.errors import NotFound
from anju.foundation.law import LawFile, Part, Section

SHOWN = ("live", "objected", "run_out", "all")
"""What a list may be narrowed to: those in force, those a tenant objects to, those whose end has passed, all."""
LETTER = "rental"


def _letter(part: Part, file: LawFile) -> LetterText:
    return read_letter(part, region=file.region)


LETTERS = Section("letters", _letter)


def rental_letter(region: str, day: date) -> LetterText | None:
    """The letter of responsibility that holds for a home there on that day."""
    return letter_in_force(LETTERS.entries(), LETTER, region, day)


def rental(rental_id: int) -> RentalRecord:
    """One filing with tenants, life and letter. `NotFound` ``rental_unknown``: absent or out of sight. Four queries."""
    row = Rental.objects.filter(id=rental_id).first()
    if row is None:
        raise NotFound("rental_unknown")
    tenants = RentalTenant.objects.filter(rental=row, removed_at=None).order_by("id")
    events = RentalEventRow.objects.filter(rental=row).order_by("id")
    signed = LetterSignature.objects.select_related("letter").filter(rental=row).order_by("-id")
    return _record(
        row,
        tuple(Tenant(t.person_id, t.answer, t.text, t.answered_at) for t in tenants),
        tuple(RentalEvent(RentalStep(e.step), e.at, e.by_label, e.text) for e in events),
        next((_signature(s) for s in signed[:1]), None),
    )


def _record(
    row: Rental,
    tenants: tuple[Tenant, ...] = (),
    events: tuple[RentalEvent, ...] = (),
    signature: Signature | None = None,
) -> RentalRecord:
    return RentalRecord(
        row.pk,
        row.number,
        row.home_id,
        row.region,
        row.party,
        row.filer,
        row.filer_name,
        row.since,
        row.until,
        row.rent,
        RentalState(row.state),
        row.by_label,
        row.recorded_at,
        row.prompted_at,
        row.ended_on,
        tenants,
        events,
        signature,
    )


def _signature(row: LetterSignature) -> Signature:
    return Signature(letter_of(row.letter.content), row.letter.digest, row.by_label, row.at)


def letter_of(content: Mapping[str, Any]) -> LetterText:
    """A letter as it was agreed to, from what was kept of it."""
    return LetterText(
        content["region"],
        content["key"],
        tuple(content["words"]),
        tuple(tuple(p) for p in content["paragraphs"]),
        tuple(content["source"]),
        content["confidence"],
        date.fromisoformat(content["valid_from"]),
        date.fromisoformat(content["valid_to"]) if content["valid_to"] else None,
    )


def rentals_of_home(home_id: int) -> list[RentalRecord]:
    """The filings of a home, the latest first, without their tenants. One query."""
    return [_record(r) for r in Rental.objects.filter(home_id=home_id).order_by("-since", "-id")]


def rentals_of_person(person_id: int) -> list[RentalRecord]:
    """The filings in which a person is a tenant, with that person's own answer. Two queries."""
    mine = {
        t.rental_id: Tenant(t.person_id, t.answer, t.text, t.answered_at)
        for t in RentalTenant.objects.filter(person_id=person_id, removed_at=None)
    }
    found = Rental.objects.filter(id__in=mine).exclude(state=RentalState.WITHDRAWN.value)
    return [_record(r, (mine[r.pk],)) for r in found.order_by("-since", "-id")]


def leases_held(person_ids: Sequence[int], *, day: date) -> list[tuple[int, int, date, str]]:
    """(person, home, since, number of the filing) of leases on file that hold on this day and to which the person did
    not object. One query."""
    found = (
        RentalTenant.objects.filter(
            person_id__in=list(person_ids),
            removed_at=None,
            rental__state__in=[s.value for s in LIVE],
            rental__since__lte=day,
        )
        .filter(Q(rental__until=None) | Q(rental__until__gt=day))
        .exclude(answer="objected")
        .order_by("id")
    )
    return list(
        found.values_list("person_id", "rental__home_id", "rental__since", "rental__number")
    )


def rentals(
    regions: Sequence[str],
    *,
    today: date,
    show: str = "live",
    limit: int | None = 50,
    offset: int = 0,
) -> tuple[list[RentalRecord], dict[str, int]]:
    """Filings of these regions (prefixes), newest first, and how many there are of each of `SHOWN`. Two queries."""
    return _page(Rental.objects.filter(inside(regions)), today, show, limit, offset)


def rentals_of_parties(
    parties: Sequence[str],
    *,
    today: date,
    show: str = "live",
    limit: int | None = 50,
    offset: int = 0,
) -> tuple[list[RentalRecord], dict[str, int]]:
    """The same of what these parties filed."""
    return _page(Rental.objects.filter(party__in=parties), today, show, limit, offset)


def _page(
    found: QuerySet[Rental], today: date, show: str, limit: int | None, offset: int
) -> tuple[list[RentalRecord], dict[str, int]]:
    narrowed = {
        "live": Q(state__in=[s.value for s in LIVE]),
        "objected": Q(state=RentalState.OBJECTED.value),
        "run_out": Q(state__in=[s.value for s in LIVE], until__lt=today),
        "all": Q(),
    }
    counts = found.aggregate(
        **{name: Count("id", filter=q or None) for name, q in narrowed.items()}
    )
    page = found.filter(narrowed[show if show in narrowed else "all"]).order_by(
        "-recorded_at", "-id"
    )
    return [_record(r) for r in page[offset : None if limit is None else offset + limit]], counts
