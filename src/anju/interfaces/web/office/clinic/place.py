"""Which clinic somebody works at, and that its records were looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language

from anju.domains.health.api import clinics
from anju.domains.health.api.children import ChildLine
from anju.domains.health.api.clinics import Clinic
from anju.foundation.audit import api as audit
from anju.foundation.errors import AnjuError
from anju.interfaces.texts import labels
from anju.interfaces.texts.sentences import sentence
from anju.interfaces.web.choosing import label
from anju.interfaces.web.office.links import link, record_number
from anju.interfaces.web.session import ActorRequest

FIELDS = ("name", "birth_date", "vaccination")
"""What a page of a child shows, for the trail."""


def own_clinics(request: ActorRequest) -> tuple[Clinic | None, list[Clinic]]:
    """(the clinic chosen by ``clinic``, or the first; all at which the actor gives). `NotAllowed` without the desk."""
    request.actor.require(clinics.GIVE)
    mine = clinics.own_clinics(request.actor)
    wanted = record_number(request.POST.get("clinic") or request.GET.get("clinic", ""))
    chosen = next((c for c in mine if c.id == wanted), mine[0] if mine else None)
    return chosen, mine


def around(
    request: ActorRequest, chosen: Clinic | None, mine: list[Clinic], here: str
) -> dict[str, Any]:
    """What every page of the clinic has: which clinic, the others, the ways between the pages."""
    number = chosen.id if chosen else ""
    return {
        "clinic": chosen,
        "clinics": mine,
        "ways": [
            (link(f"office:{route}", clinic=number), name, route == here)
            for route, name in (
                ("clinic", label(WAYS, "queue")),
                ("clinic_stock", label(WAYS, "stock")),
                ("clinic_survey", label(WAYS, "survey")),
            )
        ],
        "here": here,
    }


WAYS = {
    "queue": ("接种台", "Desk"),
    "stock": ("疫苗库存", "Stock"),
    "survey": ("查漏", "Drop-outs"),
}


def note_list(
    request: ActorRequest, lines: Sequence[ChildLine], clinic: Clinic, action: str
) -> None:
    """Record that a list of children was looked at; each child with a record of the register finds it in its own
    trail."""
    audit.record_list(
        request.actor,
        action=action,
        subject_kind="clinic",
        subject_id=clinic.id,
        fields=FIELDS,
        at=request.at,
    )
    audit.record_read(
        request.actor,
        person_ids=[c.person_id for c in lines if c.person_id is not None],
        fields=FIELDS,
        action=action,
        at=request.at,
    )


def note_child(request: ActorRequest, child_id: int, person_id: int | None, action: str) -> None:
    """Record that one child's record was looked at."""
    audit.record_list(
        request.actor,
        action=action,
        subject_kind="child",
        subject_id=child_id,
        fields=FIELDS,
        at=request.at,
    )
    if person_id is not None:
        audit.record_read(
            request.actor, person_ids=[person_id], fields=FIELDS, action=action, at=request.at
        )


def in_words(error: AnjuError) -> str:
    """An error in the reader's language."""
    return sentence(error, get_language() or "zh-hans")


def child_row(line: ChildLine, at_clinic: int) -> dict[str, Any]:
    """A child of a list with its address."""
    return {
        "line": line,
        "sex": label(labels.SEXES, line.sex if line.sex in labels.SEXES else "0"),
        "url": link("office:clinic_child", line.id, clinic=at_clinic),
        "away": line.state == "away",
    }
