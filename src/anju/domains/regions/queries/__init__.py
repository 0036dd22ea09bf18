"""Everything that reads division tables."""

from __future__ import annotations

from anju.domains.regions.queries import areas, gazetteer, tree


def forget() -> None:
    """Drop what the process remembers of the tables, after they were loaded anew."""
    areas.forget()
    gazetteer.load.cache_clear()
    gazetteer.forget()
    tree.forget()
