"""Dwelling rules: what a home is stated to be like, the rules that hold there, and what is found."""

from anju.domains.housing.standards.data import (
    BARS,
    DETAILS,
    GAS,
    KINDS,
    MOST_SPACES,
    PARTITIONS,
    PURPOSES,
    Assessment,
    Dwelling,
    DwellingRecord,
    DwellingRule,
    Finding,
    Space,
    Surroundings,
)
from anju.domains.housing.standards.operations import STATED_EVENT, state_dwelling
from anju.domains.housing.standards.queries import assess, dwelling_rules, dwellings_of
from anju.domains.housing.standards.rules.columns import HOMES, SPACES
from anju.domains.housing.standards.rules.judging import FINDINGS, judge, judge_one

__all__ = [
    "BARS",
    "DETAILS",
    "FINDINGS",
    "GAS",
    "HOMES",
    "KINDS",
    "MOST_SPACES",
    "PARTITIONS",
    "PURPOSES",
    "SPACES",
    "STATED_EVENT",
    "Assessment",
    "Dwelling",
    "DwellingRecord",
    "DwellingRule",
    "Finding",
    "Space",
    "Surroundings",
    "assess",
    "dwelling_rules",
    "dwellings_of",
    "judge",
    "judge_one",
    "state_dwelling",
]
