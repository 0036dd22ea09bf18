"""Names on paper: their characters, or the picture that is kept for exactly that name."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from anju.domains.people import api as people
from anju.foundation.files import opened


@dataclass(frozen=True, slots=True)
class PrintedName:
    """A name as it is printed; `picture` is a JPEG, empty where the characters are printed."""

    text: str
    picture: bytes = b""

    @property
    def characters(self) -> str:
        """What is printed as characters; "" for a name that is printed as a picture."""
        return "" if self.picture else self.text

    @property
    def url(self) -> str:
        """The picture for a page; "" without one."""
        return (
            f"data:image/jpeg;base64,{base64.b64encode(self.picture).decode()}"
            if self.picture
            else ""
        )

    @property
    def in_layout(self) -> dict[str, str | float]:
        """For a layout of typst: the words, the picture as a drawing, and its width to its height."""
        if not self.picture:
            return {"text": self.text, "drawing": "", "ratio": 0}
        width, height = opened(self.picture).size
        return {
            "text": self.text,
            "drawing": as_drawing(self.picture, width, height),
            "ratio": width / height,
        }


def printed_names(
    names: Iterable[tuple[int | None, str]],
) -> dict[tuple[int | None, str], PrintedName]:
    """As which each (person, name) is printed; of nobody in the register, in its characters. To record
    the reading is the caller's duty."""
    wanted = list(names)
    kept = people.pictures_of_names(
        [(person, name) for person, name in wanted if person is not None]
    )
    return {
        (person, name): PrintedName(
            name, kept.get((person, name), b"") if person is not None else b""
        )
        for person, name in wanted
    }


def as_drawing(
    picture: bytes, width: float, height: float, *, unit: str = "", fill: bool = False
) -> str:
    """A picture inside a drawing: the one form in which typst takes pictures from memory as text.
    `fill`: cut what stands over, rather than leave a border."""
    kind, fit = "png" if picture.startswith(b"\x89PNG") else "jpeg", "slice" if fill else "meet"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}{unit}" '
        f'height="{height}{unit}"><image width="{width}" height="{height}" preserveAspectRatio="xMidYMid {fit}" '
        f'href="data:image/{kind};base64,{base64.b64encode(picture).decode()}"/></svg>'
    )
