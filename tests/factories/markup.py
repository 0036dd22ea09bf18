"""Pages as tests read them: what matters stands on one line, however the template is broken."""

from __future__ import annotations

import re


def flat(page: str) -> str:
    """The page without line breaks and without blanks beside tags."""
    return re.sub(r"\s*([<>])\s*", r"\1", re.sub(r"\s+", " ", page))
