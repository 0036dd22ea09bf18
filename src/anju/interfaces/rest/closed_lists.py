"""Closed lists of texts in bodies and parameters, whose values are kept elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal


def one_of(values: Iterable[str]) -> Any:  # noqa: ANN401 - a type
    """The type of a text that is one of these."""
    return Literal[tuple(values)]
