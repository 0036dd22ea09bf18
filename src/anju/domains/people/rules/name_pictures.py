"""A picture of a written name, made ready for printing in place of its characters."""

from __future__ import annotations

from PIL import Image, ImageFilter, ImageOps, ImageStat

from anju.foundation.errors import Refused
from anju.foundation.files import opened, written

LOWEST, HIGHEST = 40, 240
"""Height in pixels of the strokes: the smallest that prints legibly, and what is kept of a larger one."""
TALLEST, WIDEST = 1.5, 24.0
"""Height to width of a name in one column of print, and width to height of the longest name in one line."""
FAINT, INK = 60, 140
"""Difference of luminance (0-255) between paper and strokes that still reads; below `INK` a pixel is a stroke."""
MOST_INK = 0.6
"""Part of the strokes' box that is dark in dense characters; more is a dark picture."""
MARGIN = 0.08
"""White left around the strokes, of their height."""


def name_picture(data: bytes) -> tuple[bytes, int, int]:
    """(grey JPEG cut to the strokes, width, height) of a picture that `foundation.files.cleaned` has written.

    Raises `Refused` ``name_picture_unclear`` (no dark strokes on light paper), ``name_picture_small`` (`pixels`),
    ``name_picture_shape``.
    """
    picture = opened(data).convert("L")
    darkest, lightest = ImageStat.Stat(picture.filter(ImageFilter.MedianFilter(3))).extrema[0]
    if lightest - darkest < FAINT:
        raise Refused("name_picture_unclear")
    grey = ImageOps.autocontrast(picture, cutoff=(1, 5))
    strokes = grey.filter(ImageFilter.MedianFilter(3)).point(
        [255 * (level < INK) for level in range(256)]
    )
    box = strokes.getbbox()
    if box is None:
        raise Refused("name_picture_unclear")
    left, top, right, bottom = box
    width, height = right - left, bottom - top
    if height > TALLEST * width or width > WIDEST * height:
        raise Refused("name_picture_shape")
    if height < LOWEST:
        raise Refused("name_picture_small", pixels=LOWEST)
    if strokes.crop(box).histogram()[255] > MOST_INK * width * height:
        raise Refused("name_picture_unclear")
    return _kept(grey.crop(box))


def _kept(strokes: Image.Image) -> tuple[bytes, int, int]:
    margin = max(2, round(MARGIN * strokes.height))
    framed = ImageOps.expand(strokes, border=margin, fill=255)
    if framed.height > HIGHEST:
        size = (max(1, round(framed.width * HIGHEST / framed.height)), HIGHEST)
        framed = framed.resize(size, Image.Resampling.LANCZOS)
    return written(framed, quality=90), framed.width, framed.height
