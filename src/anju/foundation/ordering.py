"""The order of a list as its address says it: a column, with ``-`` before it from the largest down."""

from __future__ import annotations

from typing import NamedTuple


class Order(NamedTuple):
    """By which column, and whether from the largest down."""

    column: str
    down: bool


def order_in(text: str) -> Order:
    """``-since`` → since, from the largest down. Whether there is such a column is for the list to say."""
    return Order(text.removeprefix("-"), text.startswith("-"))
