"""What people write in their own words: no identity number stands in it.

A number in a note, a reason or a message would lie beside the encrypted ones in plain sight, could not be found by who
may correct it, and would be shown to whoever reads the text. It belongs in its own field or nowhere.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from anju.foundation.documents import PROVINCES
from anju.foundation.errors import Refused

_BETWEEN = r"[\s\-—–_.·•,，、*()（）]{0,2}"
_RUN = re.compile(
    rf"(?<!\d)\d(?:{_BETWEEN}\d){{14}}(?:(?:{_BETWEEN}\d){{2}}{_BETWEEN}[\dXx])?(?!\d)"
)
"""Fifteen digits, or seventeen and a check character, with what is put between digits to be read by people."""
_WRITTEN = str.maketrans("零〇○一二三四五六七八九幺", "0001234567891")
_BEGINNINGS = {*PROVINCES, "91"}
"""First two digits; 91 begins codes of people who live abroad."""


def holds_identity_number(text: str) -> bool:
    """Whether a citizen number (GB 11643, of 18 or 15 characters) stands in the text, also spaced, full width or in
    Chinese figures. The check character is not asked: a number with a slip names somebody as well."""
    plain = unicodedata.normalize("NFKC", text)
    readings = (plain, plain.translate(_WRITTEN))  # a name before the number may end in a figure
    return any(_is_number(found[0]) for read in readings for found in _RUN.finditer(read))


def require_no_identity_number(*texts: str) -> None:
    """Raise `Refused` ``identity_number_in_text`` where one of these texts holds one."""
    if any(map(holds_identity_number, texts)):
        raise Refused("identity_number_in_text")


def _is_number(run: str) -> bool:
    digits = "".join(c for c in run if c.isalnum())
    born = digits[6:14] if len(digits) == 18 else f"19{digits[6:12]}"
    try:
        day = datetime.strptime(born, "%Y%m%d").date()  # noqa: DTZ007 - a day of birth has no zone
    except ValueError:
        return False
    return digits[:2] in _BEGINNINGS and day >= date(1900, 1, 1)
