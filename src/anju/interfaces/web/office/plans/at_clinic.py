"""Which clinic somebody keeps plans at, and that plans were looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anju.domains.health.api import clinics, plans
from anju.domains.health.api.clinics import Clinic
from anju.domains.health.api.plans import PlanLine
from anju.foundation.audit import api as audit
from anju.interfaces.exports.listing import Asker
from anju.interfaces.texts import labels
from anju.interfaces.texts import plans as words
from anju.interfaces.web.choosing import label, reader_text
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.plans.shown import FIELDS
from anju.interfaces.web.session import ActorRequest


def own_clinics(request: ActorRequest) -> tuple[Clinic | None, list[Clinic]]:
    """(the clinic chosen by ``clinic``, or the first; all at which the actor keeps plans). `NotAllowed` without one."""
    request.actor.require(plans.CARE_GIVE)
    mine = clinics.own_clinics(request.actor, plans.CARE_GIVE)
    wanted = record_number(request.POST.get("clinic") or request.GET.get("clinic", ""))
    return next((c for c in mine if c.id == wanted), mine[0] if mine else None), mine


def around(chosen: Clinic | None, mine: list[Clinic]) -> dict[str, Any]:
    """What every page of the desk has."""
    number = chosen.id if chosen else ""
    return {
        "clinic": chosen,
        "clinics": mine,
        "new_url": link("office:plans_new", clinic=number),
        "child_url": link("office:plans_child", clinic=number),
        "list_url": link("office:plans", clinic=number),
        "ways": [],
    }


def note_plans(
    asker: ActorRequest | Asker, lines: Sequence[PlanLine], clinic_id: int, action: str
) -> None:
    """Record that a list of plans was looked at; who has a record of the register finds it in the own trail."""
    audit.record_list(
        asker.actor,
        action=action,
        subject_kind="clinic",
        subject_id=clinic_id,
        fields=FIELDS,
        at=asker.at,
    )
    audit.record_read(
        asker.actor,
        person_ids=[x.person_id for x in lines if x.person_id is not None],
        fields=FIELDS,
        action=action,
        at=asker.at,
    )


def note_plan(request: ActorRequest, line: PlanLine, action: str) -> None:
    """Record that one plan was looked at."""
    audit.record_list(
        request.actor,
        action=action,
        subject_kind="plan",
        subject_id=line.id,
        fields=FIELDS,
        at=request.at,
    )
    persons = [line.person_id] if line.person_id is not None else []
    audit.record_read(
        request.actor, person_ids=persons, fields=FIELDS, action=action, at=request.at
    )


def row(line: PlanLine, clinic: Clinic) -> dict[str, Any]:
    """A plan of a list with its address and what comes next in words."""
    standard = plans.standards()[-1]
    contact = standard.contact(line.next_contact)
    return {
        "line": line,
        "mother": line.kind is plans.Kind.MOTHER,
        "sex": label(labels.SEXES, line.sex if line.sex in labels.SEXES else "0"),
        "next": reader_text(contact.name) if contact else "",
        "state": label(words.STATES, line.state.value),
        "url": link("office:plan", line.id, clinic=clinic.id),
    }
