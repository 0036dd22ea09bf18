"""A child's sex, as the rules of vaccination name it."""

from __future__ import annotations

from anju.foundation import codes

KNOWN = ("1", "2")
"""Codes of GB/T 2261.1 with which the rules do anything."""


def gender_of(sex: str) -> str:
    """``male``, ``female``, or ``unknown`` for any other code."""
    return codes.SEX.names[sex][1] if sex in KNOWN else "unknown"
