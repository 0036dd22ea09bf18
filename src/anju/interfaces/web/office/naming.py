"""Names of what a page shows, looked up all at once: persons, homes, communities, employers."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from anju.domains.employers import api as employers
from anju.domains.employers.api import EmployerView
from anju.domains.people import api as people
from anju.domains.people.api import PersonView
from anju.domains.places import api as places
from anju.domains.places.api import HomeView
from anju.domains.regions import api as regions
from anju.domains.regions.api import Level
from anju.foundation.actor import Actor
from anju.foundation.errors import NotFound


@dataclass(slots=True)
class Names:
    """Views by id, and region names by code."""

    people: dict[int, PersonView] = field(default_factory=dict)
    homes: dict[int, HomeView] = field(default_factory=dict)
    employers: dict[int, EmployerView] = field(default_factory=dict)
    regions: dict[str, str] = field(default_factory=dict)

    def place(self, code: str) -> str:
        """The own name of a region, without those it lies in."""
        return self.regions.get(code.ljust(12, "0")) or code


def names_for(
    *,
    persons: Iterable[int] = (),
    homes: Iterable[int | None] = (),
    employer_ids: Iterable[int] = (),
    codes: Iterable[str] = (),
) -> Names:
    """All names a page needs. Seven queries at most."""
    home_ids, unit_ids = {h for h in homes if h is not None}, set(employer_ids)
    seen = places.homes(sorted(home_ids)) if home_ids else {}
    wanted = {c[:12].ljust(12, "0") for c in codes if c} | {h.region[:12] for h in seen.values()}
    return Names(
        people.persons(sorted(set(persons))) if persons else {},
        seen,
        employers.employers(sorted(unit_ids)) if unit_ids else {},
        short(wanted),
    )


def short(codes: Iterable[str]) -> dict[str, str]:
    """Own names of regions by code: the full name without its part above the town."""
    wanted = sorted(set(codes))
    full = regions.names([*wanted, *{f"{c[:6]}000000" for c in wanted}]) if wanted else {}
    return {
        c: full[c].removeprefix(full.get(f"{c[:6]}000000", "")) or full[c]
        for c in wanted
        if c in full
    }


def grid_name(community: str, grid: str) -> str:
    """A grid with its community; a community that the grid carries in its own name stands once."""
    own = next((grid[:n] for n in range(len(grid), 1, -1) if community.endswith(grid[:n])), "")
    return f"{community} {grid.removeprefix(own)}".strip()


def birth_year(born: date | None) -> str:
    """The year of birth, as lists show it."""
    return str(born.year) if born else ""


def roots(actor: Actor, permission: str) -> str:
    """Where the tree of a region picker begins for this actor: the widest divisions in which the
    permission holds (codes, by comma); the provinces where it holds everywhere."""
    return ",".join(r if len(r) > 12 else r.ljust(12, "0") for r in actor.regions(permission) if r)


def area_filter(actor: Actor, permission: str, code: str) -> dict[str, str]:
    """What the area filter of a list shows (``office/partials/area.html``); `code` is what was chosen, or a prefix."""
    full = (code if len(code) > 12 else code.ljust(12, "0")) if code.isdecimal() else ""
    return {
        "area": full,
        "area_text": regions.names([full]).get(full, "") if full else "",
        "roots": roots(actor, permission),
    }


def division_fault(
    actor: Actor, permission: str, code: str, *, community: bool = False, prefix: bool = False
) -> str:
    """Why a division chosen in a form cannot be taken, as a sentence for its field; "" where it can. `community`: it
    must be one; `prefix`: part of a code will do."""
    if not code:
        return _("请选所在社区。") if community else _("请选区划。")
    try:
        found = regions.get(code.ljust(12, "0") if prefix and code.isdecimal() else code)
    except NotFound:
        return _("没有这个区划，请从列表里选。")
    if community and found.level is not Level.COMMUNITY:
        return _("请选到社区（村）一级。")
    if not actor.may(permission, region=found.prefix):
        return _("“%(place)s”不在您的管辖范围内，请另选。") % {
            "place": found.full_name or found.name
        }
    return ""


CODES = (12, 15)
"""Digits of a whole code, of a community and of a grid; fewer are a prefix already."""


def prefix_requested(text: str) -> str:
    """The prefix of a list's area as its address says it: chosen in the picker (a whole code), or a prefix."""
    return prefix_chosen(text) if len(text) in CODES else text


def prefix_chosen(code: str) -> str:
    """What a region picker submitted, as the prefix that grants and filters hold; "" for nothing or nothing known."""
    with suppress(NotFound):
        return regions.get(code).prefix if code else ""
    return ""
