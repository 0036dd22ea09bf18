"""Standing people and inspections of the tests of premises."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO

from PIL import Image

from anju.domains.housing.api import premises
from anju.domains.housing.api.premises import Answer, Handling, HazardStep, InspectionRecord
from anju.domains.places.api import HomeView
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting
from tests.factories.register import STREET, Street

MAY = frozenset({"home.edit", "home.see", "person.see"})
_keys = itertools.count()


def officer(region: str = STREET, permissions: frozenset[str] = MAY, user: int = 7) -> Actor:
    """Staff of a region."""
    return Actor("staff", user, "网格员小李", (Grant("grid", permissions, region=region),))


def landlord(street: Street, party: str = "") -> Actor:
    """Who answers for the rooms of the street, or another one."""
    return Actor("public", 9, "周房东", (Grant("landlord", MAY, party=party or street.holder),))


def picture() -> bytes:
    """A photograph of a phone, with the place it was taken at written into it."""
    out, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "PhoneMaker"
    Image.new("RGB", (80, 60), (90, 120, 60)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def answers(no: Mapping[str, Answer], home: HomeView, street: Street) -> dict[str, Answer]:
    """Everything in order but these."""
    (form,) = premises.inspection_forms(place(home), street.today)
    return {i.key: no.get(i.key, Answer("yes")) for i in form.items}


def place(home: HomeView) -> premises.Premises:
    """A home as it is inspected."""
    return premises.premises_of(home.building_id, home.id)


def inspected(
    street: Street, no: Mapping[str, Answer] | None = None, *, room: int = 0, **more: object
) -> InspectionRecord:
    """An inspection of a room of the street."""
    actor = more.pop("actor", officer())
    home = street.rooms[room]
    found = {"ebike": Answer("no", "楼道有一辆电动车在充电")} if no is None else no
    with acting(actor):
        return premises.record_inspection(
            place(home),
            "rental_home",
            more.pop("answers", None) or answers(found, home, street),
            **{
                "day": street.today,
                "key": f"i{next(_keys)}",
                "actor": actor,
                "at": street.at,
                **more,
            },
        )


def handled(
    street: Street,
    record: InspectionRecord,
    step: HazardStep,
    actor: Actor,
    *,
    text: str = "已经搬走",
    photos: tuple[bytes, ...] = (),
    key: str = "",
    days: int = 5,
    hazard: int = 0,
) -> InspectionRecord:
    """One step of one hazard."""
    due = local_date(street.at) + timedelta(days=days) if premises.STEPS[step].term else None
    handling = Handling(record.hazards[hazard].id, step, text, due, photos)
    with acting(actor):
        return premises.handle_hazards(
            record.id, [handling], key=key or f"h{next(_keys)}", actor=actor, at=street.at
        )
