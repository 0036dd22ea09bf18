"""Reads of inspections: forms in force, a record as everybody concerned reads it, lists, the condition of buildings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from anju.domains.housing.premises.data import (
    CONDITIONS,
    FormItem,
    Hazard,
    HazardEvent,
    HazardState,
    HazardStep,
    InspectionForm,
    InspectionLine,
    InspectionPage,
    InspectionRecord,
    OpenHazards,
    Premises,
    VisitRule,
)
from anju.domains.housing.premises.models import (
    HazardEventRow,
    HazardRow,
    Inspection,
    InspectionPhoto,
)
from anju.domains.housing.premises.rules.reading import in_force, read_form, read_visits
from anju.domains.places import api as places
from anju.domains.places.api import BuildingView, HomeView
from anju.foundation.codes import HAZARD
from anju.foundation.crypto import row_of
from anju.foundation.crypto.blobs import decrypt_bytes
from anju.foundation.db.scope import inside
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotFound
from anju.foundation.law import LawFile, Part, Section, Text

PHOTO = "housing.photo"
"""What the ciphertext of a photograph is bound to, beside its row."""
WAITING = [HazardState.OPEN.value, HazardState.ANSWERED.value]
SHOWN = ("open", "answered", "late", "all")
"""What a list may be narrowed to: with open hazards, with answered ones, with a term that has passed, all."""


def _form(part: Part, file: LawFile) -> InspectionForm:
    return read_form(part, region=file.region)


def _visits(part: Part, file: LawFile) -> VisitRule:
    return read_visits(part, region=file.region)


FORMS = Section("inspection", _form)
VISITS = Section("visits", _visits)


def inspection_forms(premises: Premises, day: date) -> tuple[InspectionForm, ...]:
    """The forms by which these premises are inspected on a day."""
    return tuple(
        f
        for f in in_force(FORMS.entries(), premises.region, day)
        if f.subject == premises.subject and premises.kind in f.buildings
    )


def visit_rules(region: str, day: date) -> tuple[VisitRule, ...]:
    """The rules of visits that hold in a region on a day."""
    return in_force(VISITS.entries(), region, day)


def premises_of(building_id: int, home_id: int | None = None) -> Premises:
    """A building, or one home of it, as it is inspected. `NotFound` ``building_unknown``, ``home_unknown``."""
    building = places.building(building_id)
    if building is None:
        raise NotFound("building_unknown")
    home = places.homes([home_id]).get(home_id) if home_id is not None else None
    if home_id is not None and (home is None or home.building_id != building_id):
        raise NotFound("home_unknown")
    return _premises(building, home)


def _premises(building: BuildingView, home: HomeView | None) -> Premises:
    if home is None:
        return Premises(
            building.id, None, "", building.region, building.party, building.title, building.kind
        )
    return Premises(
        building.id, home.id, home.code, home.region, home.party, home.text, building.kind
    )


def inspection(inspection_id: int) -> InspectionRecord:
    """One inspection with its hazards and their lives. `NotFound` ``inspection_unknown``: absent, or out of sight. Six
    queries."""
    row = Inspection.objects.select_related("form").filter(id=inspection_id).first()
    if row is None:
        raise NotFound("inspection_unknown")
    form = form_of(row.form.content)
    return InspectionRecord(
        row.pk,
        row.number,
        premises_of(row.building_id, row.home_id),
        form,
        row.day,
        row.answers,
        row.note,
        row.by_label,
        row.recorded_at,
        tuple(_hazards(row.pk, form)),
    )


def _hazards(inspection_id: int, form: InspectionForm) -> Iterable[Hazard]:
    found = list(HazardRow.objects.filter(inspection_id=inspection_id).order_by("id"))
    lives = _lives([h.pk for h in found])
    for h in found:
        item = form.item(h.item)
        if item is not None:
            yield Hazard(
                h.pk,
                inspection_id,
                item,
                type_words(form, h.kind),
                HazardState(h.state),
                h.note,
                h.due,
                h.state_since,
                tuple(lives.get(h.pk, ())),
            )


def _lives(hazard_ids: Sequence[int]) -> dict[int, list[HazardEvent]]:
    events = list(HazardEventRow.objects.filter(hazard_id__in=hazard_ids).order_by("id"))
    pictures: dict[int, list[int]] = {}
    shown = InspectionPhoto.objects.filter(
        event_id__in=[e.pk for e in events], cipher__isnull=False
    )
    for photo_id, event_id in shown.order_by("event_id", "number").values_list("id", "event_id"):
        pictures.setdefault(event_id, []).append(photo_id)
    lives: dict[int, list[HazardEvent]] = {}
    for e in events:
        photos = tuple(pictures.get(e.pk, ()))
        lives.setdefault(e.hazard_id, []).append(
            HazardEvent(e.pk, HazardStep(e.step), e.at, e.by_label, e.office, e.text, e.due, photos)
        )
    return lives


def type_words(form: InspectionForm, kind: str) -> Text:
    """A type of hazard in words: of the form's own types, or of GB/T 31000."""
    return form.hazards.get(kind) or HAZARD.titles.get(kind, ("", ""))


def form_of(content: Mapping[str, Any]) -> InspectionForm:
    """A form as it was asked, from what was kept of it."""
    items = tuple(
        FormItem(
            i["key"],
            tuple(i["words"]),
            i["hazard"],
            i["serious"],
            i["days"],
            tuple(i["article"]),
        )
        for i in content["items"]
    )
    return InspectionForm(
        content["region"],
        content["key"],
        tuple(content["words"]),
        content["subject"],
        tuple(content["buildings"]),
        items,
        {k: tuple(v) for k, v in content["hazards"].items()},
        tuple(content["source"]),
        content["confidence"],
        date.fromisoformat(content["valid_from"]),
        date.fromisoformat(content["valid_to"]) if content["valid_to"] else None,
    )


def inspections(
    regions: Sequence[str],
    *,
    today: date,
    show: str = "all",
    building_id: int | None = None,
    limit: int | None = 50,
    offset: int = 0,
) -> InspectionPage:
    """Inspections of these regions (prefixes), newest first; of those that wait, the nearest term first. `counts`: how
    many there are of each of `SHOWN`. Six queries."""
    found = Inspection.objects.filter(inside(regions))
    if building_id is not None:
        found = found.filter(building_id=building_id)
    return _page(found, today, show, limit, offset)


def inspections_of(
    parties: Sequence[str],
    *,
    today: date,
    show: str = "all",
    limit: int | None = 50,
    offset: int = 0,
) -> InspectionPage:
    """The same of what these parties answer for: of their buildings, and of their homes."""
    held = places.holdings(parties)
    buildings = [b.id for b, _homes in held]
    homes = [h.id for _b, own in held for h in own]
    mine = Q(home_id__in=homes) | Q(home_id=None, building_id__in=buildings)
    return _page(Inspection.objects.filter(mine), today, show, limit, offset)


def open_hazards(*, buildings: Sequence[int], homes: Sequence[int]) -> OpenHazards:
    """What is to be put right in these buildings as a whole and in these homes. One query."""
    mine = Q(inspection__home_id__in=homes) | Q(inspection__home_id=None, building_id__in=buildings)
    waiting = HazardRow.objects.filter(mine, state=HazardState.OPEN.value)
    return OpenHazards(**waiting.aggregate(count=Count("id"), due=Min("due")))


def _page(
    found: QuerySet[Inspection], today: date, show: str, limit: int | None, offset: int
) -> InspectionPage:
    late = Q(hazards__state=HazardState.OPEN.value, hazards__due__lt=today)
    counts = found.aggregate(
        all=Count("id", distinct=True),
        open=Count("id", filter=Q(hazards__state="open"), distinct=True),
        answered=Count("id", filter=Q(hazards__state="answered"), distinct=True),
        late=Count("id", filter=late, distinct=True),
    )
    shown = found.annotate(
        open=Count("hazards", filter=Q(hazards__state="open")),
        answered=Count("hazards", filter=Q(hazards__state="answered")),
        closed=Count("hazards", filter=Q(hazards__state="closed")),
        due=Min("hazards__due", filter=Q(hazards__state__in=WAITING)),
        late=Count("hazards", filter=late),
    )
    if show in ("open", "answered", "late"):
        shown = shown.filter(**{f"{show}__gt": 0}).order_by("due", "-id")
    else:
        shown = shown.order_by("-day", "-id")
    page = list(shown.select_related("form")[offset : None if limit is None else offset + limit])
    return InspectionPage(tuple(_lines(page)), counts[show if show in counts else "all"], counts)


def _lines(page: Sequence[Any]) -> Iterable[InspectionLine]:
    homes = places.homes([r.home_id for r in page if r.home_id is not None])
    buildings = places.buildings([r.building_id for r in page])
    for row in page:
        building = buildings.get(row.building_id)
        if building is not None:
            yield InspectionLine(
                row.pk,
                row.number,
                _premises(building, homes.get(row.home_id)),
                tuple(row.form.content["words"]),
                row.day,
                row.by_label,
                row.open,
                row.answered,
                row.closed,
                row.due,
                bool(row.late),
            )


def photograph(photo_id: int) -> tuple[str, bytes]:
    """(content type, bytes) of a photograph. `NotFound` ``inspection_photo_unknown``: absent, out of sight, deleted."""
    row = InspectionPhoto.objects.filter(id=photo_id).first()
    if row is None or row.cipher is None:
        raise NotFound("inspection_photo_unknown")
    return row.content_type, decrypt_bytes(row.cipher, PHOTO, row=row_of(row.pk))


CONDITION = """
SELECT b.id, CASE
    WHEN bool_or(h.serious) FILTER (WHERE h.id IS NOT NULL) THEN 'serious'
    WHEN count(h.id) > 0 THEN 'hazard'
    WHEN NOT EXISTS (SELECT FROM housing_inspection i WHERE i.building_id = b.id
                     AND i.recorded_at < %(at)s) THEN 'unvisited'
    ELSE 'in_order' END
FROM unnest(%(buildings)s::bigint[]) AS b(id)
LEFT JOIN housing_hazard h ON h.building_id = b.id AND h.recorded_at < %(at)s
    AND (h.closed_at IS NULL OR h.closed_at >= %(at)s)
GROUP BY b.id
"""


def conditions(building_ids: Sequence[int], *, at: datetime) -> dict[int, str]:
    """The condition of each building (`CONDITIONS`) as it was known at that moment: what waits in the building and in
    its homes. Who lives there is not asked. One query."""
    found = dict(rows(CONDITION, {"buildings": list(building_ids), "at": at}))
    return {i: c for i, c in found.items() if c in CONDITIONS}
