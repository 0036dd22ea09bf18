"""Not a measurement: makes `foundation/cards/look_alikes.txt` anew, for another recogniser. Every Han character that a
font of this machine draws is written between two common ones and read; a character that is read as another one with
some certainty is a look-alike of that other one. `--every N` takes each N-th only and writes nothing. No installation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from bench.harness import Report, arguments, show

BEFORE, BEHIND = "李", "华"
SURE = 0.3
"""Below it a blurred photograph of the character is hardly read as the other one with the certainty of a name."""
BLOCKS = (
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x20000, 0x2A6DF), (0x2A700, 0x2EBEF), (0x30000, 0x323AF),
)  # fmt: skip
HEAD = (
    "# Characters that the recogniser (PP-OCRv6 small, RapidOCR 3.10) also reads in others: the character, then those\n"
    "# that it takes for it. Made by ./anju bench card-look-alikes with fonts-noto-cjk, -babelstone-han, -hanazono.\n"
)


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "", lambda p: p.add_argument("--every", type=int, default=1))
    return show(measure(args.every), as_json=args.json)


def measure(every: int = 1) -> Report:
    from anju.foundation.cards.machine import Machine
    from anju.foundation.cards.shapes import LOOK_ALIKES
    from bench.card_pictures import printable

    machine = Machine()
    drawn = [c for a, b in BLOCKS for c in map(chr, range(a, b + 1)) if printable(c)][::every]
    alike: dict[str, list[str]] = defaultdict(list)
    for begin in range(0, len(drawn), 64):
        some = drawn[begin : begin + 64]
        for character, read in zip(some, machine.read([written(c) for c in some]), strict=True):
            kept = [c for c in read if not c.text.isspace()]
            whole = [c.text for c in kept[::2]] == [BEFORE, BEHIND] and len(kept) == 3
            if whole and kept[1].text != character and kept[1].sure >= SURE:
                alike[kept[1].text].append(character)
    if every == 1:
        LOOK_ALIKES.write_text(text_of(alike), "utf-8")
    report = Report("card-look-alikes", rows=len(drawn))
    report.figures = {"characters": len(alike), "look_alikes": sum(map(len, alike.values()))}
    return report


def text_of(alike: Mapping[str, Sequence[str]]) -> str:
    """The file: Han characters alone, in their order."""
    return HEAD + "".join(lines(alike))


def lines(alike: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for character in sorted(alike):
        if any(first <= ord(character) <= last for first, last in BLOCKS):
            yield f"{character}{''.join(sorted(alike[character]))}\n"


def written(character: str) -> Any:
    """The character between two others, as a line of a card."""
    from bench.card_pictures import _face_of

    picture = Image.new("L", (150, 56), 228)
    draw = ImageDraw.Draw(picture)
    for n, one in enumerate((BEFORE, character, BEHIND)):
        draw.text((8 + 44 * n, 0), one, font=_face_of(one, 44), fill=25)
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(0.7)).convert("RGB"))
