"""Photographs of nobody: a head and shoulders in plain colours before a light wall, drawn."""

from __future__ import annotations

import io
from functools import cache

from PIL import Image, ImageDraw

WIDTH, HEIGHT = 358, 441
"""Pixels of the photograph on a card (GA 461)."""
VARIETY = 12
_COATS = ((52, 66, 92), (96, 60, 58), (58, 86, 70), (88, 84, 96))
_SKINS = ((214, 178, 150), (205, 165, 136), (222, 190, 165))
_HAIR, _WALL, _COLLAR = (38, 34, 32), (243, 245, 248), (236, 236, 232)


@cache
def portrait(number: int) -> bytes:
    """The JPEG of one of `VARIETY` silhouettes; the same number gives the same bytes."""
    coat, skin, long_hair = _COATS[number % 4], _SKINS[number % 3], number % 2 == 1
    picture = Image.new("RGB", (WIDTH, HEIGHT), _WALL)
    pen = ImageDraw.Draw(picture)
    w, h = WIDTH, HEIGHT
    if long_hair:
        pen.rounded_rectangle((w * 0.26, h * 0.2, w * 0.74, h * 0.72), radius=60, fill=_HAIR)
    pen.rectangle((w * 0.42, h * 0.55, w * 0.58, h * 0.76), fill=skin)
    pen.ellipse((w * 0.08, h * 0.72, w * 0.92, h * 1.3), fill=coat)
    pen.polygon([(w * 0.4, h * 0.72), (w * 0.6, h * 0.72), (w * 0.5, h * 0.86)], fill=_COLLAR)
    pen.ellipse((w * 0.31, h * 0.2, w * 0.69, h * 0.66), fill=skin)
    pen.chord((w * 0.29, h * 0.15, w * 0.71, h * 0.6), 180, 360, fill=_HAIR)
    # Woven cloth and strands: an even surface would be measured as out of focus.
    for x in range(0, WIDTH, 4):
        pen.line((x, h * 0.9, x, h), fill=tuple(c + 40 for c in coat))
    for x in range(round(w * 0.34), round(w * 0.66), 4):
        pen.line((x, h * 0.2, x, h * 0.34), fill=(92, 84, 80))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()
