"""A cell of an agency's file as text of one form, and what a reading of it gives."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from anju.domains.housing.listings.data.cell_vocabulary import NOTHING
from anju.foundation.characters import visible

_DAY_SHAPED = re.compile(
    r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:[ t]\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}月\d{1,2}日"
)
_FORMULA = re.compile(r"^=[\s$]*[a-z_.]+[\d(!$:]", re.IGNORECASE)
NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
"""A number that is not negative, perhaps with commas between thousands."""


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell says: its value (None: nothing, or nothing that can be relied on), and a code when there is something
    to say about the reading (`data.codes`)."""

    value: Any = None
    code: str = ""


@lru_cache(maxsize=1 << 14)
def tidy(text: str) -> str:
    """Half width, lower case, no invisible characters, single blanks."""
    return visible(unicodedata.normalize("NFKC", text)).strip().lower()


def states_nothing(text: str) -> bool:
    """True for an empty cell and for words that stand for one."""
    return text in NOTHING


def day_shaped(text: str) -> bool:
    """A spreadsheet has made a day of what stood there (3/6 became 6 March)."""
    return _DAY_SHAPED.fullmatch(text) is not None


def formula(text: str) -> bool:
    """A formula without its result."""
    return _FORMULA.match(text) is not None


def number(text: str) -> float:
    """The value of a text that `NUMBER` matches."""
    return float(text.replace(",", ""))
