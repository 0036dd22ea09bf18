"""Pictures are decoded, turned upright and written anew, so that nothing but the picture is kept: no place, no
camera, no comment, no file hidden behind it.

What kind of file it really is: the name and the type a browser claims are ignored.
"""

from __future__ import annotations

import io

from PIL import Image, ImageOps, UnidentifiedImageError

from anju.foundation.errors import Refused

JPEG, PNG, PDF = "image/jpeg", "image/png", "application/pdf"
LARGEST = 10 * 1024 * 1024
_STARTS = ((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF))
_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif")


def content_type(data: bytes, *, pdf: bool = True) -> str:
    """What the bytes are. `Refused` paper_empty, paper_too_large (`mb`), paper_heic (what phones write unless set
    otherwise), paper_type."""
    if not data:
        raise Refused("paper_empty")
    if len(data) > LARGEST:
        raise Refused("paper_too_large", mb=LARGEST // 1024 // 1024)
    for start, kind in _STARTS:
        if data.startswith(start) and (pdf or kind != PDF):
            return kind
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        raise Refused("paper_heic")
    raise Refused("paper_type")


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
