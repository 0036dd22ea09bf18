"""Kinds of declarations in words. The words stand with each kind, in the register."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from anju.domains.register.api import DeclarationKind

Table = dict[str, tuple[str, str]]


@cache
def labels() -> Table:
    """The kind of a declaration, those of corrections among them."""
    return {code: kind.label for code, kind in _kinds().items()} | {
        "correct": ("更正", "Correction")
    }


@cache
def people() -> Table:
    """Whom or what the rows of a table are about."""
    return {code: kind.people for code, kind in _kinds().items()} | {
        "vacancy": ("房源", "vacancies")
    }


@cache
def entered() -> Table:
    """The caption of how many rows of a kind are entered."""
    return {code: kind.entered for code, kind in _kinds().items()}


def _kinds() -> dict[str, DeclarationKind]:
    from anju.domains.register import api as register  # commands speak before Django is set up

    return register.KINDS
