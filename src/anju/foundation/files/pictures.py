"""Pictures are decoded, turned upright and written anew, so that nothing but the picture is kept: no place, no camera,
no comment, no file hidden behind it."""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from anju.foundation.errors import Refused
from anju.foundation.files.content import LARGEST

MOST_PIXELS = 60_000_000
LONG_SIDE = 2400


def opened(data: bytes) -> Image.Image:
    """The picture, upright, in RGB, not much larger than `LONG_SIDE` where the file lets itself be read smaller.

    `Refused` paper_unreadable for what cannot be decoded, paper_too_large for more pixels than a camera has.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG")) as found:
            if found.width * found.height > MOST_PIXELS:
                raise Refused("paper_too_large", mb=LARGEST // 1024 // 1024)
            found.draft("RGB", (LONG_SIDE, LONG_SIDE))
            found.load()
            ImageOps.exif_transpose(found, in_place=True)
            return found.convert("RGB")
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ) as error:
        raise Refused("paper_unreadable") from error


def written(picture: Image.Image, *, quality: int = 85) -> bytes:
    """As JPEG, without any metadata."""
    bare = (
        Image.frombytes(picture.mode, picture.size, picture.tobytes()) if picture.info else picture
    )
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()


def clean_picture(data: bytes, *, quality: int) -> bytes:
    """The picture anew and no larger than a page needs. Raises as `opened`."""
    picture = opened(data)
    picture.thumbnail((LONG_SIDE, LONG_SIDE))
    return written(picture, quality=quality)
