"""Characters that cannot be seen: they make two texts that look alike differ, or a text look like another."""

from __future__ import annotations

import re

INVISIBLE = (
    "["
    "\u0000-\u0008\u000b-\u001f\u007f-\u009f"  # controls (tab and line end are spaces)
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0"  # hyphens and fillers that show nothing
    "\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # zero width, direction marks and overrides
    "\ufe00-\ufe0f\U000e0000-\U000e0fff"  # variation selectors and tags
    "]"
)
"""A character class for `re` and for polars alike."""

_INVISIBLE = re.compile(INVISIBLE)


def visible(text: str) -> str:
    """The text without what cannot be seen, on one line."""
    return " ".join(_INVISIBLE.sub("", text).split())
