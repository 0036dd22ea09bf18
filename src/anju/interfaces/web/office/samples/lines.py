"""Units of a sample in words: whose record or which home, where, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from anju.domains.assessment import api as samples
from anju.domains.assessment.api import AuditKind, AuditState, AuditView, FindingGiven, UnitView
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.interfaces.texts import sampling as words
from anju.interfaces.web.choosing import label
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.naming import names_for
from anju.interfaces.web.session import ActorRequest


def unit_lines(
    request: ActorRequest, view: AuditView, units: Sequence[UnitView], action: str
) -> list[dict[str, Any]]:
    """A line a unit, as far as the reader sees; the reading of persons is recorded. Eight queries at most."""
    if not units:
        return []
    records = view.plan.kind is AuditKind.RECORDS
    stays = {s.id: s for s in register.stays([u.about for u in units])} if records else {}
    names = names_for(
        persons=[s.person_id for s in stays.values()],
        homes=[s.home_id for s in stays.values()] if records else [u.about for u in units],
        codes=[u.region for u in units],
    )
    if names.people:
        audit.record_read(
            request.actor,
            person_ids=list(names.people),
            fields=["name", "stays"],
            action=action,
            at=request.at,
        )
    lines = []
    for unit in units:
        stay = stays.get(unit.about)
        home = names.homes.get((stay.home_id or 0) if stay else (0 if records else unit.about))
        person = names.people.get(stay.person_id) if stay else None
        lines.append(
            {
                "unit": unit,
                "name": person.name if person else ("" if not records else _("登记已变更或不可见")),
                "since": stay.since if stay else None,
                "address": home.text if home else "",
                "place": names.place(unit.region[:12]),
                "first": _found(unit, samples.Stage.FIRST),
                "second": _found(unit, samples.Stage.SECOND),
                "valid": finding_text(unit.valid) if unit.valid else "",
                "url": link("office:sample_unit", unit.id),
            }
        )
    return lines


def _found(unit: UnitView, stage: samples.Stage) -> str:
    found = unit.of(stage)
    return finding_text(found.given) if found else ""


def finding_text(given: FindingGiven) -> str:
    """A finding in words."""
    text = label(words.OUTCOMES, given.outcome)
    if given.people is not None:
        text += _("，应登记 %(people)s 人，已登记 %(registered)s 人") % {
            "people": given.people,
            "registered": given.registered,
        }
    if given.wrong:
        items = "、".join(label(words.ITEMS, item) for item in given.wrong)
        text += _("，有误：%(items)s") % {"items": items}
    return text


def may_check(unit: UnitView, view: AuditView, request: ActorRequest) -> bool:
    """May the reader enter a finding now?"""
    if view.state is AuditState.CLOSED:
        return False
    if not request.actor.may(samples.CHECK, region=unit.region):
        return False
    first, second = unit.of(samples.Stage.FIRST), unit.of(samples.Stage.SECOND)
    user = request.actor.user_id or 0
    if view.state is AuditState.CHECKING:
        return first is None or first.by_user == user
    own = first is not None and first.by_user == user
    return unit.again and not own and (second is None or second.by_user == user)
