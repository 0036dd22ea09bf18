"""Where an application is decided and for which home: read from the register anew, never kept from the
day it was begun.

A person may move between the first line of a form and the approval. The place, the home and the rules of the place are
those of the day on which the application is submitted and those of the day on which it is decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from anju.domains.permits.applications.data import ApplicationState, Kind
from anju.domains.permits.applications.models import Application
from anju.domains.permits.applications.queries import local_rules
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.scope import as_intake_role
from anju.foundation.errors import Refused

Place = tuple[str, int | None]
"""(community, home)."""


def lives(person_id: int, at: datetime) -> Place:
    """Where the person has the habitual stay today. `Refused` ``home_not_registered`` when the register knows none."""
    place = _place(person_id, at)
    if place is None:
        raise Refused("home_not_registered")
    return place


def read_anew(row: Application, *, actor: Actor, at: datetime) -> bool:
    """Bring a locked first application under way to where its person lives today; True when that changed it.

    Once accepted, a move to another community begins a new round of decisions at the first stage of the new place: an
    opinion is about living somewhere. Earlier decisions and the promised day stay on record.
    """
    place = _place(row.person_id, at)
    before: Place = (row.region, row.home_id)
    if row.kind != Kind.FIRST or place is None or place == before:
        return False
    row.region, row.home_id = place
    way = local_rules.way(row.region, at=at)
    row.station = way.station
    row.version += 1
    if row.accepted_at is not None:
        elsewhere = row.region != before[0]
        row.moves = [
            *row.moves,
            {
                "at": at.isoformat(),
                "from": list(before),
                "to": list(place),
                "again": elsewhere,
                "version": row.version,
            },
        ]
        if elsewhere:
            row.stages, row.four_eyes = (
                [s.value for s in way.stages],
                [s.value for s in way.four_eyes],
            )
            row.stage, row.round = row.stages[0], row.round + 1
    row.save()
    audit.record_write(
        actor,
        action="permit.application_moved",
        subject_kind="application",
        subject_id=row.pk,
        at=at,
        person_id=row.person_id,
        detail={"from": before[0], "to": place[0], "round": row.round},
    )
    return True


def follow_applications(person_ids: Sequence[int], *, actor: Actor, at: datetime) -> int:
    """Bring the accepted applications of these people to where they live now; how many changed.

    `at`: the moment of the news. News may come late: an application is never read as of a moment before the last
    thing that happened to it, or it would be carried back to where its person lived then."""
    under_way = [ApplicationState.DECIDING.value, ApplicationState.INCOMPLETE.value]
    with as_intake_role():
        found = (
            Application.objects.select_for_update()
            .filter(person_id__in=list(person_ids), kind=Kind.FIRST.value, state__in=under_way)
            .order_by("id")
        )
        return sum(read_anew(row, actor=actor, at=max(at, _latest(row))) for row in found)


def _latest(row: Application) -> datetime:
    """The last moment at which the application was changed or decided on."""
    decided = row.decisions.order_by("-at").values_list("at", flat=True).first()
    moved = [datetime.fromisoformat(m["at"]) for m in row.moves[-1:]]
    return max(t for t in (row.created_at, row.accepted_at, decided, *moved) if t is not None)


def _place(person_id: int, at: datetime) -> Place | None:
    stays = [s for s in register.stays_of([person_id], as_of=local_date(at)) if s.habitual]
    return (stays[-1].region[:12], stays[-1].home_id) if stays else None
