"""Six-digit area codes, present and past, and countries."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import F, Q

from anju.domains.regions.data import AreaFact, CountryFact
from anju.domains.regions.models import Area, Country
from anju.domains.regions.queries.tree import minute


def known() -> frozenset[str]:
    """Every six-digit code that is listed as a division, past or present. Remembered by the process for a minute."""
    return _known(minute())


def forget() -> None:
    """Look again at once."""
    for kept in (_known, _area, _countries):
        kept.cache_clear()


@lru_cache(maxsize=1)
def _known(_minute: int) -> frozenset[str]:
    return _kept(frozenset(Area.objects.values_list("code", flat=True).distinct()))


@lru_cache(maxsize=1)
def _kept(codes: frozenset[str]) -> frozenset[str]:
    """The set of the minute before while it holds the same: what is remembered by these thousands of codes is then
    found without comparing each of them."""
    return codes


def area(code: str, year: int | None) -> AreaFact | None:
    """What the code meant in that year, or lately; outside all its periods, the nearest one.
    Remembered for a minute."""
    return _area(code, year, minute())


@lru_cache(maxsize=1 << 12)
def _area(code: str, year: int | None, _minute: int) -> AreaFact | None:
    rows = list(Area.objects.filter(code=code).order_by("since"))
    if not rows:
        return None
    valid = any(r.until is None for r in rows)
    row = rows[-1]
    if year is not None:
        row = min(
            rows,
            key=lambda r: max(r.since - year, year - (9999 if r.until is None else r.until), 0),
        )
    return AreaFact(
        row.code,
        row.name,
        row.full_name,
        row.since,
        row.until,
        valid,
        row.successor,
        row.certain,
        row.source,
    )


def recoded(prefix: str) -> tuple[tuple[str, str], ...]:
    """(Code of the past, its successor) where one of the two begins with the prefix and the successor is certain."""
    found = Area.objects.filter(
        Q(code__startswith=prefix) | Q(successor__startswith=prefix), certain=True
    ).exclude(successor="")
    return tuple(sorted(set(found.values_list("code", "successor"))))


def countries(q: str, limit: int) -> tuple[CountryFact, ...]:
    """Countries whose code, name or pinyin begins with, or whose name contains, what was typed."""
    typed = q.strip()
    return _countries(typed, limit, minute()) if typed else ()


@lru_cache(maxsize=1 << 10)
def _countries(typed: str, limit: int, _minute: int) -> tuple[CountryFact, ...]:
    exact = Q(alpha3=typed.upper()) | Q(alpha2=typed.upper()) | Q(numeric=typed) | Q(name_zh=typed)
    begins = (
        Q(pinyin__startswith=typed.lower())
        | Q(name_en__istartswith=typed)
        | Q(name_zh__startswith=typed)
    )
    rows = Country.objects.filter(
        exact | begins | Q(name_zh__contains=typed) | Q(name_en__icontains=typed)
    )
    ordered = rows.annotate(exact=exact, begins=begins).order_by(
        F("exact").desc(), F("begins").desc(), "pinyin"
    )
    return tuple(
        CountryFact(c.alpha2, c.alpha3, c.numeric, c.name_zh, c.name_en) for c in ordered[:limit]
    )
