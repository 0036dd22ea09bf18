"""Reporting on an agreement in force: that a joint service day was held, and the review of a period with its figures.
What the other place reports is kept beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anju.domains.exchange.cooperation.data.cooperation import Stage
from anju.domains.exchange.cooperation.data.measures import REVIEW, SERVICE_DAY
from anju.domains.exchange.cooperation.models import Cooperation, CooperationReport
from anju.domains.exchange.cooperation.operations.negotiating import locked, send_step, terms_of
from anju.domains.exchange.cooperation.queries.agreements import cooperation_value
from anju.domains.exchange.cooperation.queries.figures import figures_of, reports_of
from anju.domains.exchange.links.data.links import IN, OUT
from anju.domains.exchange.links.models import Message, Peer
from anju.domains.exchange.links.operations.applying import add_effects
from anju.domains.exchange.links.operations.arriving import Content, Effect
from anju.domains.exchange.links.queries.peers import own_place
from anju.domains.exchange.messages.data.classes import REPORT, VERSION
from anju.domains.exchange.messages.rules.canonical import canonical
from anju.domains.exchange.messages.rules.schemas import pointers
from anju.foundation.actor import Actor
from anju.foundation.clock import local_date
from anju.foundation.errors import Refused
from anju.foundation.free_text import require_no_identity_number

NOTED, SUPERSEDED = "noted", "agreement_superseded"


@dataclass(frozen=True, slots=True)
class ServiceDay:
    """How a joint service day went. `day`: as agreed; `held_on`: None where it was not held."""

    day: date
    held_on: date | None
    served: int | None = None
    text: str = ""


def report_service_day(number: int, what: ServiceDay, *, actor: Actor, at: datetime) -> None:
    """Report how a joint service day went; a later report of this place about the same day counts instead.

    `NotFound` ``cooperation_unknown``; `Conflict` ``cooperation_not_open`` where the agreement is not in force;
    `Refused` ``cooperation_service_day`` for a day that is not agreed, before the agreement, to come, or
    without what came of it,
    ``identity_number_in_text``.
    """
    require_no_identity_number(what.text)
    row = locked(number, actor, (Stage.IN_FORCE,))
    terms, held = terms_of(row), what.held_on
    planned = {d["day"] for d in terms.get("service_days", ())}
    first = date.fromisoformat(terms["first"])
    if what.day.isoformat() not in planned:
        raise Refused("cooperation_service_day")
    if held is not None and not first <= held <= local_date(at):
        raise Refused("cooperation_service_day")
    if held is None and not what.text.strip():
        raise Refused("cooperation_service_day")
    body = {
        "digest": row.digest,
        "about": SERVICE_DAY,
        "day": what.day.isoformat(),
        **({"held_on": held.isoformat()} if held else {}),
        **({"served": what.served} if what.served is not None else {}),
        **({"text": what.text.strip()[:500]} if what.text.strip() else {}),
    }
    if next(pointers(VERSION, REPORT, body), None) is not None:
        raise Refused("cooperation_service_day")
    _report(row, body, actor, at)


def report_review(
    number: int, day: date, through: date, text: str, *, actor: Actor, at: datetime
) -> None:
    """Review an agreement from its first day through a day that is over, with the figures as this place computes them.
    `day`: the review that the terms ask for. Errors as `report_service_day`, `Refused` ``cooperation_review``."""
    require_no_identity_number(text)
    row = locked(number, actor, (Stage.IN_FORCE,))
    terms = terms_of(row)
    first = date.fromisoformat(terms["first"])
    if day.isoformat() not in terms.get("reviews", ()) or not text.strip():
        raise Refused("cooperation_review")
    if not first <= through < local_date(at):
        raise Refused("cooperation_review")
    found = cooperation_value(row)
    reports = reports_of(number, own_place()[0], found.peer_code)
    body = {
        "digest": row.digest,
        "about": REVIEW,
        "day": day.isoformat(),
        "first": first.isoformat(),
        "through": through.isoformat(),
        "figures": figures_of(found, reports, first, through).content,
        "text": text.strip()[:500],
    }
    if next(pointers(VERSION, REPORT, body), None) is not None:
        raise Refused("cooperation_review")
    _report(row, body, actor, at)


def reported(message: Message, content: Content, peer: Peer, at: datetime) -> Effect:
    """The other place's report, beside ours."""
    body = content["body"]
    row = Cooperation.objects.filter(peer=peer, number=message.agreement).first()
    if row is None or row.digest != body["digest"] or row.stage != Stage.IN_FORCE:
        return Effect(SUPERSEDED)
    _keep(row, IN, body, peer.name, datetime.fromisoformat(content["created"]))
    return Effect(NOTED)


def _report(row: Cooperation, body: Mapping[str, Any], actor: Actor, at: datetime) -> None:
    """Send a report and keep it; the same one again changes nothing."""
    last = (
        row.reports.filter(direction=OUT, about=body["about"], day=body["day"])
        .order_by("written_at", "id")
        .last()
    )
    if last is not None and json.loads(last.content) == dict(body):
        return
    _keep(row, OUT, body, actor.label, at.replace(microsecond=0))
    send_step(row, REPORT, {**body}, actor, at)


def _keep(
    row: Cooperation, direction: str, body: Mapping[str, Any], label: str, written_at: datetime
) -> None:
    CooperationReport.objects.create(
        cooperation=row,
        direction=direction,
        about=body["about"],
        day=date.fromisoformat(body["day"]),
        content=canonical(body),
        label=label[:100],
        written_at=written_at,
    )


add_effects({REPORT: reported})
