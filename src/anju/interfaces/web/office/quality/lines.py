"""Faults in words: whose record or which place, what the rule saw, and the page where it is mended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from anju.domains.assessment import api as quality
from anju.domains.assessment.api import FaultView, QualityRule
from anju.domains.places import api as places
from anju.domains.places.api import BuildingView
from anju.foundation.audit import api as audit
from anju.interfaces.exports.listing import Asker
from anju.interfaces.web.choosing import reader_text
from anju.interfaces.web.office.links import link
from anju.interfaces.web.office.naming import Names, names_for
from anju.interfaces.web.templatetags.anju_pieces import channel_name


@dataclass(slots=True)
class Known:
    """What the faults of a page are about."""

    names: Names
    buildings: dict[int, BuildingView] = field(default_factory=dict)

    def person(self, fault: FaultView) -> str:
        """The name of the person, where the reader sees them."""
        view = self.names.people.get(fault.person_id or 0)
        return view.name if view else ""


Named = tuple[str, str]
"""What it is, and the address where it is mended; two empty texts for what is out of sight."""
OUT_OF_SIGHT = ("", "")


def _person(fault: FaultView, known: Known) -> Named:
    name = known.person(fault)
    return (name, link("office:person", fault.person_id)) if name else OUT_OF_SIGHT


def _rental(fault: FaultView, known: Known) -> Named:
    name = known.person(fault)
    return (name, link("office:rental", fault.facts.get("rental"))) if name else OUT_OF_SIGHT


def _pair(fault: FaultView, known: Known) -> Named:
    name = known.person(fault)
    return (name, link("office:merge")) if name else OUT_OF_SIGHT


def _question(fault: FaultView, known: Known) -> Named:
    title = _("疑问 %(n)s") % {"n": fault.subject}
    name = known.person(fault)
    return (f"{title} · {name}" if name else title), link("office:review_one", fault.subject)


def _home(fault: FaultView, known: Known) -> Named:
    view = known.names.homes.get(fault.subject)
    return (view.text, link("office:home", view.code)) if view else OUT_OF_SIGHT


def _building(fault: FaultView, known: Known) -> Named:
    view = known.buildings.get(fault.subject)
    if view is None:
        return OUT_OF_SIGHT
    route = "office:building" if view.verified else "office:unverified_one"
    return view.title, link(route, fault.subject)


def _employer(fault: FaultView, known: Known) -> Named:
    view = known.names.employers.get(fault.subject)
    return (view.name, link("office:employer", view.code)) if view else OUT_OF_SIGHT


def _import(fault: FaultView, _known: Known) -> Named:
    return _("名册 %(n)s") % {"n": fault.subject}, link("office:import", fault.subject)


WRITERS: dict[str, Callable[[FaultView, Known], Named]] = {
    "person": _person,
    "stay": _person,
    "job": _person,
    "rental": _rental,
    "pair": _pair,
    "question": _question,
    "home": _home,
    "building": _building,
    "employer": _employer,
    "import": _import,
}
"""What a rule is about → how its faults are named."""


def fault_lines(asker: Asker, faults: Sequence[FaultView], action: str) -> list[dict[str, Any]]:
    """A line a fault; the reading of persons is recorded. Ten queries at most."""
    known = _known(faults, [f.region for f in faults])
    if known.names.people:
        audit.record_read(
            asker.actor,
            person_ids=list(known.names.people),
            fields=["name"],
            action=action,
            at=asker.at,
        )
    return [_line(fault, known) for fault in faults]


def _about(fault: FaultView) -> str:
    rule = quality.latest_rule(fault.rule)
    return rule.about if rule else "person"


def _known(faults: Sequence[FaultView], codes: Sequence[str]) -> Known:
    by_about: dict[str, list[int]] = {}
    for fault in faults:
        by_about.setdefault(_about(fault), []).append(fault.subject)
    names = names_for(
        persons=[f.person_id for f in faults if f.person_id],
        homes=by_about.get("home", ()),
        employer_ids=by_about.get("employer", ()),
        codes=codes,
    )
    buildings = by_about.get("building")
    return Known(names, places.buildings(buildings) if buildings else {})


def _line(fault: FaultView, known: Known) -> dict[str, Any]:
    what, url = WRITERS[_about(fault)](fault, known)
    rule = quality.latest_rule(fault.rule)
    return {
        "fault": fault,
        "what": what or _("不在您的查看范围内"),
        "url": url,
        "saw": saw(rule, fault) if rule else "",
        "place": known.names.place(fault.region[:12]),
        "office": reader_text(quality.OFFICES[rule.office]) if rule else "",
        "source": source_name(fault.source),
    }


def saw(rule: QualityRule, fault: FaultView) -> str:
    """What the rule saw of this one."""
    try:
        return reader_text(rule.line).format_map(dict(fault.facts))
    except KeyError:  # found by an earlier version of the rule
        return ""


def source_name(source: str) -> str:
    """By which channel the record came; buildings and employers have none."""
    return channel_name(source) if source else _("房屋与单位")


def fault_lines_by_id(
    keys: Sequence[int], regions: Sequence[str]
) -> tuple[dict[int, tuple[str, str, str]], Names]:
    """For the list behind an indicator: fault → what it is, rule and what it saw, address."""
    faults = quality.faults_in_sight(keys)
    known = _known(faults, regions)
    lines = {}
    for fault in faults:
        what, url = WRITERS[_about(fault)](fault, known)
        rule = quality.latest_rule(fault.rule)
        if what and rule:
            more = " · ".join(filter(None, (reader_text(rule.name), saw(rule, fault))))
            lines[fault.id] = (what, more, url)
    return lines, known.names
