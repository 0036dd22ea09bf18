"""Is a photograph fit for a card? Technical measures only: size, shape, background, sharpness, light.

Nothing here looks for a face, measures one or compares one (DESIGN §5): whether it is the person, a clerk says who has
the person or the identity card before them.
"""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageFilter, ImageStat

from anju.foundation.errors import Refused
from anju.foundation.files import opened, written

WIDTH, HEIGHT = 358, 441
"""Pixels of the photograph on an identity card (GA 461); a permit's is the same."""
NARROWEST, WIDEST = 0.6, 1.05
"""Width to height of what can be cut to shape; a phone held upright gives 0.75."""
UNEVEN, DARK = 26.0, 150.0
"""Standard deviation and mean of luminance (0–255) along the edges: an even, light background."""
QUALITY = 95
"""Of the JPEG in which a photograph is measured."""
BLURRED = 45.0
"""Variance of the Laplacian over the picture at its final size."""
DIM, GLARING = 55.0, 225.0
"""Mean luminance of the middle."""
_EDGES = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


@dataclass(frozen=True, slots=True)
class Check:
    """One measure: `code` (with a sentence), what was measured, and whether it is good."""

    code: str
    value: float
    good: bool


def photograph(
    data: bytes, *, width: int = WIDTH, height: int = HEIGHT
) -> tuple[bytes, tuple[Check, ...]]:
    """(JPEG cut to the card's shape, its checks). Raises `Refused` ``photo_not_fit`` with all `reasons` at once,
    paper_unreadable and paper_too_large."""
    picture = opened(data)
    shaped = cut(picture, width / height)
    checks = (
        Check(
            "photo_shape",
            round(picture.width / picture.height, 2),
            NARROWEST <= picture.width / picture.height <= WIDEST,
        ),
        Check("photo_small", shaped.width, shaped.width >= width and shaped.height >= height),
        *measured(shaped.resize((width, height), Image.Resampling.LANCZOS)),
    )
    if bad := [c.code for c in checks if not c.good]:
        raise Refused("photo_not_fit", reasons=bad)
    if shaped.width > 2 * width:
        shaped = shaped.resize((2 * width, 2 * height), Image.Resampling.LANCZOS)
    return written(shaped, quality=92), checks


def cut(picture: Image.Image, ratio: float) -> Image.Image:
    """The middle of the picture in this shape; what is cut below comes before what is cut above, where the head is."""
    if picture.width / picture.height > ratio:
        width = round(picture.height * ratio)
        left = (picture.width - width) // 2
        return picture.crop((left, 0, left + width, picture.height))
    height = round(picture.width / ratio)
    top = (picture.height - height) // 3
    return picture.crop((0, top, picture.width, top + height))


def measured(picture: Image.Image) -> tuple[Check, ...]:
    """Background, sharpness and light of a picture of the final size."""
    grey = picture.convert("L")
    w, h = grey.size
    edges = [(0, 0, w, h // 14), (0, 0, w // 14, h // 2), (w - w // 14, 0, w, h // 2)]
    stats = [ImageStat.Stat(grey.crop(e)) for e in edges]
    lightest, darkest = max(s.mean[0] for s in stats), min(s.mean[0] for s in stats)
    uneven = max(max(s.stddev[0] for s in stats), lightest - darkest)
    inner = grey.crop((2, 2, w - 2, h - 2)).filter(_EDGES).crop((1, 1, w - 5, h - 5))
    sharp = ImageStat.Stat(inner).var[0]
    light = ImageStat.Stat(grey.crop((w // 4, h // 4, 3 * w // 4, 3 * h // 4))).mean[0]
    return (
        Check("photo_background", round(uneven, 1), uneven <= UNEVEN and darkest >= DARK),
        Check("photo_blurred", round(sharp, 1), sharp >= BLURRED),
        Check("photo_light", round(light, 1), DIM <= light <= GLARING),
    )
