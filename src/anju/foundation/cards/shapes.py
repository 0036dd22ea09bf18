"""Whether a written character is the one that was read, and none of those that the machine takes for it.

The recogniser's dictionary lacks most rare characters, and it reads many of them as a common one without any doubt. So
each character of a name is drawn by a font and laid over the picture; so is every character that is known to be read
as the same one (`look_alikes.txt`). Where the read one does not fit clearly best, the name has to be typed.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from anju.foundation.cards.lines import Line
from anju.foundation.cards.machine import Picture, inked
from anju.foundation.font_files import covered_by, font_files

LOOK_ALIKES = Path(__file__).with_name("look_alikes.txt")
LIKE_A_CARD = (("NotoSansCJK-Regular.ttc", 2), ("PingFang.ttc", 0))
"""Fonts like the one on cards; the number is that of the face for simplified Chinese."""
OTHERS = (("BabelStoneHan.ttf", 0), ("HanaMinA.ttf", 0), ("HanaMinB.ttf", 0))
"""Fonts of rare characters, in the style of books."""
EM = 48
"""Pixels of a character when it is compared."""
SIZES, SOFTNESS = (42, 45, 48, 51), (0.8, 1.6, 2.4)
FITS, FITS_WELL = 0.75, 0.9
"""Correlation of the drawn character with the picture: enough where all look-alikes are drawn by a font like that on
cards; where one is drawn in another style, which fits any picture less, the read one must fit well."""
CLEARLY = 0.03
"""By which it must be above that of each look-alike."""
Shape = npt.NDArray[np.float32]


@cache
def look_alikes() -> dict[str, str]:
    """Character of the dictionary → those that are read as it."""
    lines = LOOK_ALIKES.read_text("utf-8").splitlines()
    return {line[0]: line[1:] for line in lines if line and line[0] != "#"}


def is_what_is_read(name: Line, picture: Picture) -> bool:
    """Whether every character of the name is the one that was read. `picture`: the written name alone."""
    text = name.text
    first, last = inked(picture)
    if last - first < EM // 4 or not text:
        return False
    scale = EM * (len(text) - 0.08) / (last - first)
    ink = 255 - cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    ink = np.asarray(cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
    ink = np.asarray(cv2.copyMakeBorder(ink, 14, 14, EM, EM, cv2.BORDER_REPLICATE))
    for n, character in enumerate(text):
        middle = EM + first * scale + (n + 0.46) * EM
        window = ink[:, max(0, round(middle - 0.68 * EM)) : round(middle + 0.68 * EM)]
        if character != "·" and not _fits_best(character, np.ascontiguousarray(window, np.float32)):
            return False
    return True


def _fits_best(character: str, window: Shape) -> bool:
    if _font_of(character) is None:
        return False
    fit, size, soft = max(
        (_fit(character, window, size, soft), size, soft) for size in SIZES for soft in SOFTNESS
    )
    if fit < FITS:
        return False
    alike = look_alikes().get(character, "")
    others = max((_fit(other, window, size, soft) for other in alike), default=-1.0)
    same_style = all(_like_a_card(other) for other in alike)
    return fit - others >= CLEARLY and (same_style or fit >= FITS_WELL)


def _fit(character: str, window: Shape, size: int, soft: float) -> float:
    """The best correlation wherever it is laid; -1 where it is too large, 1 where no font of this machine draws it."""
    shape = _drawn(character, size)
    if shape is None:
        return 1.0
    if shape.shape[0] > window.shape[0] or shape.shape[1] > window.shape[1]:
        return -1.0
    softened = cv2.GaussianBlur(shape, (0, 0), soft)
    return float(cv2.matchTemplate(window, softened, cv2.TM_CCOEFF_NORMED).max())


@lru_cache(maxsize=4096)
def _drawn(character: str, size: int) -> Shape | None:
    """The character in the middle of a square; None where no font draws it."""
    found = _font_of(character)
    if found is None:
        return None
    font = _font(*found, size)
    left, top, right, bottom = font.getbbox(character)
    picture = Image.new("L", (size, size), 0)
    at = (round((size - left - right) / 2), round((size - top - bottom) / 2))
    ImageDraw.Draw(picture).text(at, character, font=font, fill=255)
    return np.asarray(picture, np.float32)


def _like_a_card(character: str) -> bool:
    found = _font_of(character)
    return found is not None and found[0].name in {name for name, _ in LIKE_A_CARD}


def _font_of(character: str) -> tuple[Path, int] | None:
    code = ord(character)
    return next((font for font, codes in _fonts() if code in codes), None)


@cache
def _fonts() -> tuple[tuple[tuple[Path, int], frozenset[int]], ...]:
    """Those of this machine, best first, with the characters each draws."""
    return tuple(_found())


def _found() -> Iterator[tuple[tuple[Path, int], frozenset[int]]]:
    files = {path.name: path for path in font_files()}
    for name, face in (*LIKE_A_CARD, *OTHERS):
        if path := files.get(name):
            codes = (range(first, last + 1) for first, last in covered_by(path))
            yield (path, face), frozenset(code for some in codes for code in some)


@cache
def _font(path: Path, face: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size, index=face)
