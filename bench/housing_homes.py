"""Invented homes, plain and as frames, for the rules of dwellings."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import polars as pl

BUILT = ("bedroom",) * 8 + (
    "living",
    "living",
    "kitchen",
    "bathroom",
    "balcony",
    "corridor",
    "storage",
    "basement",
    "garage",
    "other",
)


def drawn(rng: random.Random, number: int) -> dict[str, Any]:
    """One home with one to six spaces; about one fact in ten is not stated, and values crowd around the limits."""

    def perhaps(value: Any) -> Any:
        return None if rng.random() < 0.1 else value

    gas = perhaps(rng.choice(("none", "piped", "bottle")))
    return {
        "home": number,
        "floors": rng.choice((1, 3, 6, 9, 10, 11, 18, 33)),
        "rooms": rng.choice((1, 4, 9, 10, 11, 40)),
        "beds": rng.choice((1, 4, 9, 10, 11, 80)),
        "people": rng.choice((0, 3, 9, 10, 11, 60)),
        "registered": rng.choice((0, 0, 1, 2, 3, 4)),
        "households": perhaps(rng.choice((1, 1, 2, 3))),
        "living_area": perhaps(Decimal(rng.choice((800, 1199, 1200, 1201, 2000))) / 100),
        "extinguishers": perhaps(rng.choice((0, 1, 2, 3))),
        "extinguisher_kilograms": perhaps(Decimal(rng.choice((20, 29, 30, 31, 40))) / 10),
        "detectors": perhaps(rng.choice((0, 1, 2))),
        "emergency_lights": perhaps(rng.choice((0, 1, 2))),
        "bars": perhaps(rng.choice(("none", "opens", "fixed"))),
        "ebike": perhaps(rng.random() < 0.3),
        "gas": gas,
        "gas_in_kitchen": perhaps(rng.random() < 0.6),
        "spaces": [space(rng, n + 1) for n in range(rng.randrange(7))],
    }


def space(rng: random.Random, number: int) -> dict[str, Any]:
    """One space."""

    def perhaps(value: Any) -> Any:
        return None if rng.random() < 0.1 else value

    area = rng.choice((399, 400, 401, 499, 500, 501, 799, 800, 801, 999, 1000, 1001, 1500))
    return {
        "number": number,
        "purpose": rng.choice(BUILT),
        "let": rng.random() < 0.7,
        "area": perhaps(Decimal(area) / 100),
        "people": perhaps(rng.choice((0, 1, 1, 2, 2, 2, 3, 4))),
        "kin": rng.random() < 0.2,
        "window": perhaps(rng.random() < 0.8),
        "partition": rng.choice(("none", "none", "none", "none", "living", "other")),
        "hoods": perhaps(rng.choice((0, 1, 2))),
        "whistles": perhaps(rng.choice((0, 1, 1))),
        "torches": perhaps(rng.choice((0, 1, 1))),
    }


def frames(homes: list[dict[str, Any]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same as frames (`HOMES`, `SPACES`)."""
    from anju.domains.housing.api import standards

    lines = [{k: _plain(v) for k, v in h.items() if k != "spaces"} for h in homes]
    inside = [
        {"home": h["home"], **{k: _plain(v) for k, v in s.items()}}
        for h in homes
        for s in h["spaces"]
    ]
    return pl.DataFrame(lines, schema=standards.HOMES), pl.DataFrame(
        inside, schema=standards.SPACES
    )


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value
