"""Permits and applications by what somebody types of their numbers."""

from __future__ import annotations

from dataclasses import dataclass

from anju.domains.permits.applications.data import ApplicationState
from anju.domains.permits.applications.models import Application
from anju.domains.permits.lifecycle.rules import beginning
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.domains.permits.transitions.models import Permit

AFTER = "\x7f"
"""Sorts behind every character of a number."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """A permit (`held`) or an application (`asked`) that was found by its number."""

    id: int
    number: str
    region: str
    held: PermitState | None = None
    asked: ApplicationState | None = None


def by_number(text: str, *, limit: int = 5) -> tuple[Numbered, ...]:
    """Permits, then applications whose number is or begins with what was typed, as far as the
    transaction sees them; the one that was typed whole stands first. Two queries at most."""
    typed = beginning(text)
    if not typed:
        return ()
    found: list[Numbered] = []
    if not typed.startswith("SQ"):
        found += [
            Numbered(p.pk, p.number, p.region, held=PermitState(p.state))
            for p in Permit.objects.filter(number__gte=typed, number__lt=typed + AFTER).order_by(
                "number"
            )[:limit]
        ]
        typed = f"SQ{typed}"
    found += [
        Numbered(a.pk, a.number, a.region, asked=ApplicationState(a.state))
        for a in Application.objects.filter(number__gte=typed, number__lt=typed + AFTER).order_by(
            "number"
        )[:limit]
    ]
    return tuple(found)
