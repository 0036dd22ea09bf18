"""Vaccination records: from a clinic's record of a child, and into the one it has here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from anju.domains.exchange.transfers.data.transfers import (
    GUARDIAN,
    VACCINATION,
    Prepared,
    Subject,
    Wanted,
)
from anju.domains.exchange.transfers.operations.providers import (
    Arrived,
    Provider,
    Taken,
    add_provider,
)
from anju.domains.health.api import children, clinics, doses
from anju.domains.health.api.children import ChildLine
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.errors import AnjuError, NotFound, Refused

CLINIC = "clinic:"
"""Scope keys of clinics begin with it; the region of one follows."""


def _offered(actor: Actor, _: datetime) -> Sequence[Subject]:
    return [
        Subject(VACCINATION, f"child:{c.id}", c.name, c.born, GUARDIAN)
        for c in children.children_of(actor)
    ]


def _prepared(wanted: Wanted, actor: Actor, at: datetime) -> Prepared:
    found = {f"child:{c.id}": c for c in children.children_of(actor)}
    line = found.get(wanted.ref)
    if line is None:
        raise NotFound("child_unknown")
    body = doses.export_record(line.id, actor=actor, at=at)
    return Prepared(body, _looked_at_by(line, at), line.person_id, line.id)


def _looked_at_by(line: ChildLine, at: datetime) -> str:
    """The child's own clinic, where doses rest on the family's word alone."""
    known = doses.picture_of(line.id, line.born, line.sex, local_date(at)).doses
    reported = any(
        d.source is doses.Source.REPORTED and d.state is doses.DoseState.STANDS for d in known
    )
    return f"{CLINIC}{line.region}" if reported and line.clinic_id else ""


def _take_in(arrived: Arrived, actor: Actor, at: datetime) -> Taken:
    """Into the record of that number, where it has a clinic and the name is the same; what cannot be read, and what has
    no record here yet, waits for a nurse."""
    line = None if arrived.hidden else _of_number(arrived, actor)
    if line is None or line.clinic_id is None:
        return Taken(f"{CLINIC}{arrived.place}", doubt="no_record")
    office = f"{CLINIC}{line.region}"
    if line.name != arrived.body["person"]["name"]:
        return Taken(office, doubt="name_differs", child_id=line.id)
    return _entered(arrived, line, office, actor, at)


def _by_hand(arrived: Arrived, _: Taken, actor: Actor, at: datetime) -> Taken:
    """Into the record that the nurse sees, whatever the name; what could not be read the nurse has seen."""
    line = _of_number(arrived, actor)
    if line is None:
        raise Refused("transfer_no_child")
    at_clinic = line.clinic_id or next(iter(_visited(line, actor, at)), 0)
    imported = doses.import_record(
        line.id, at_clinic, arrived.body, key=arrived.key, actor=actor, at=at
    )
    return Taken(f"{CLINIC}{line.region}", done=True, child_id=imported.child_id)


def _visited(line: ChildLine, actor: Actor, at: datetime) -> Sequence[int]:
    """Clinics of the actor at which the booklet was shown."""
    own = {c.id for c in clinics.own_clinics(actor)}
    return [c for c in children.child(line.id, actor=actor, at=at).visiting if c in own]


def _entered(arrived: Arrived, line: ChildLine, office: str, actor: Actor, at: datetime) -> Taken:
    try:
        found = doses.import_record(
            line.id, line.clinic_id or 0, arrived.body, key=arrived.key, actor=actor, at=at
        )
    except AnjuError as refused:
        return Taken(office, doubt=refused.code[:40], child_id=line.id)
    return Taken(
        office,
        done=not found.unread,
        doubt="doses_unread" if found.unread else "",
        child_id=line.id,
    )


def _of_number(arrived: Arrived, actor: Actor) -> ChildLine | None:
    """The one child of this number and birthday among those in the actor's sight."""
    person = arrived.body["person"]
    number, born = person["doc_number"], person.get("birth_date", "")
    found = children.of_numbers([number], actor=actor).get(number)
    return None if found is None or (born and found.born.isoformat() != born) else found


add_provider(
    VACCINATION, Provider("vaccination.give", CLINIC, _offered, _prepared, _take_in, _by_hand)
)
