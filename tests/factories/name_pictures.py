"""Pictures of written names for tests: strokes on paper, drawn and not of anybody."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw


def written_name(
    width: int = 400, height: int = 120, *, ink: int = 20, paper: int = 235, border: int = 60
) -> bytes:
    """A PNG of some strokes in a box of this size, with blank paper around."""
    picture = Image.new("L", (width + 2 * border, height + 2 * border), paper)
    draw = ImageDraw.Draw(picture)
    left, top, right, bottom = border, border, border + width - 1, border + height - 1
    line = max(4, height // 12)
    for y in (top, (top + bottom) // 2, bottom - line):
        draw.rectangle((left, y, right, y + line), fill=ink)
    draw.rectangle((left, top, left + line, bottom), fill=ink)
    draw.rectangle((right - line, top, right, bottom), fill=ink)
    return saved(picture)


def blank(width: int = 400, height: int = 120) -> bytes:
    """A PNG of paper with nothing on it."""
    return saved(Image.new("L", (width, height), 230))


def saved(picture: Image.Image) -> bytes:
    """As PNG."""
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
