"""Growth of children by the WHO's standards: what others may call."""

from anju.domains.health.growth.data import (
    BOY,
    GIRL,
    LIMITS,
    LINES,
    Finding,
    Measure,
    Measurement,
)
from anju.domains.health.growth.queries import lines, scores
from anju.domains.health.growth.rules.zscores import findings, value_at, z_of

__all__ = [
    "BOY",
    "GIRL",
    "LIMITS",
    "LINES",
    "Finding",
    "Measure",
    "Measurement",
    "findings",
    "lines",
    "scores",
    "value_at",
    "z_of",
]
