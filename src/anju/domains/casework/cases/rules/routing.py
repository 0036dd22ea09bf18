"""Which office a matter goes to, by matter and place, and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from anju.domains.casework.cases.data import Duty, Matter, MatterVariant
from anju.foundation.errors import Refused
from anju.foundation.law.validity import holding_in, narrowest, rank

ANY = "*"
LEVELS = (12, 9, 6, 4, 2)


def matter_in_force(matters: Iterable[Matter], code: str, region: str, day: date) -> Matter | None:
    """The matter as it holds in a region on a day: the narrowest region, in it the latest day."""
    return narrowest((m for m in matters if m.code == code), region, day)


def varied(matter: Matter, variants: Iterable[MatterVariant], region: str, day: date) -> Matter:
    """The matter with what its place lays down differently: of terms of one code the narrowest region counts."""
    own = (v for v in variants if v.matter == matter.code)
    here = sorted(holding_in(own, region, day), key=rank)
    terms = {t.code: t for t in matter.terms} | {t.code: t for v in here for t in v.terms}
    notes = tuple(_cited(v) for v in here if v.note[0])
    return replace(matter, terms=tuple(terms.values()), notes=notes) if here else matter


def _cited(variant: MatterVariant) -> tuple[str, str]:
    return (
        f"{variant.note[0]}（{variant.source[0]}）",
        f"{variant.note[1]} ({variant.source[1]})",
    )


def route(duties: Iterable[Duty], matter: str, region: str, day: date) -> Duty:
    """The duty that holds: the matter's own before that for all, then the narrowest region, then the latest.

    `Refused` ``case_no_duty`` where none is laid down.
    """
    wanted = (d for d in duties if d.matter in (matter, ANY) and not d.stage)
    here = holding_in(wanted, region, day)
    if not here:
        raise Refused("case_no_duty")
    return max(here, key=lambda d: (d.matter == matter, *rank(d)))


def route_stage(
    duties: Iterable[Duty], matter: str, stage: str, region: str, day: date
) -> Duty | None:
    """The duty for a stage of a matter; None where the stage goes to nobody else."""
    wanted = (d for d in duties if d.matter == matter and d.stage == stage)
    return max(holding_in(wanted, region, day), key=rank, default=None)


def office_of(duty: Duty, region: str) -> str:
    """The office in a place, as a code prefix."""
    return region[: duty.digits]


def routed_by(duty: Duty, because: tuple[str, str] = ("", "")) -> dict[str, str]:
    """Why a case went where it went, as the case keeps it: the duty's rule, and `because` why it is about that
    place."""
    return {
        "zh": "；".join(filter(None, (duty.source[0], because[0]))),
        "en": "; ".join(filter(None, (duty.source[1], because[1]))),
        "department_zh": duty.words[0],
        "department_en": duty.words[1],
    }


def level_above(office: str) -> str:
    """The office that a complaint about this one goes to: the next level, a city's own stays there."""
    shorter: Sequence[int] = [n for n in LEVELS if n < len(office) and n >= 4]
    return office[: shorter[0]] if shorter else office
