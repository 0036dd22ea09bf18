"""Where a party lies. The parties belong to the domains above, which answer here."""

from __future__ import annotations

from collections.abc import Callable

from anju.foundation.db.scope import as_intake_role

Areas = Callable[[str], frozenset[str]]
"""From a scope key (``holder:7``) to the regions in which the party has something: buildings, a seat."""

_sources: dict[str, Areas] = {}


def areas_from(name: str, source: Areas) -> None:
    """Ask this function too; `name` is the domain's, so that a second call replaces the first."""
    _sources[name] = source


def areas_of(party: str | None) -> frozenset[str]:
    """All regions in which a party lies, whoever asks; none for a party that does not exist or holds nothing yet.
    Call it inside a transaction."""
    if party is None:
        return frozenset()
    with as_intake_role():
        return frozenset().union(*(source(party) for source in _sources.values()))
