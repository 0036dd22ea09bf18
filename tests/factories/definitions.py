"""Definitions of the database's things, compared by what they mean."""

from __future__ import annotations

import re


def meaning(definition: str) -> str:
    """Without casts of constants: written out and read again, the database puts them elsewhere and means the same."""
    return re.sub(r"::(character varying|text)|[()\[\] ]", "", definition)
