"""The ages of the law that the register asks for."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ages:
    """Ages in years from which: an identity card is a duty, an employer may hire, one may live alone without a
    question, and one is an adult. Their sources stand in the file of law (``age.…``)."""

    identity_card: int
    work: int
    alone: int
    adult: int
