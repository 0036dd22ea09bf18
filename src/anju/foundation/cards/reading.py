"""From a picture of a card to its fields: upright, lines found and read, fields told apart, the doubtful read again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import cv2
import numpy as np

from anju.foundation.cards.fields import Card, judged
from anju.foundation.cards.layout import Found, number_line, read_layout
from anju.foundation.cards.lines import Line
from anju.foundation.cards.machine import Corners, Machine, Picture, changed, cut, inked
from anju.foundation.cards.shapes import is_what_is_read
from anju.foundation.files.pictures import opened

LONG_SIDE = 2000
MOST_LINES = 60
"""A front has some fifteen; a page full of text is not a card."""
NAME_HEIGHT = 160
QUARTERS = (0, 2, 1, 3)
"""Quarter turns that are tried, in this order, until a number is found."""


def read_card(data: bytes, machine: Machine, *, today: date) -> Card:
    """The fields of a card on a photograph. `Refused` as `foundation.files.pictures.opened`."""
    opened_picture = opened(data)
    opened_picture.thumbnail((LONG_SIDE, LONG_SIDE))
    picture = np.ascontiguousarray(np.asarray(opened_picture)[:, :, ::-1])
    for turns in QUARTERS:
        turned = np.ascontiguousarray(np.rot90(picture, turns))
        boxes = _upright(machine.find(turned))
        if not 3 <= len(boxes) <= MOST_LINES:
            continue
        lines = _lines(turned, boxes, machine)
        if number_line(lines) is not None and read_layout(lines).name is not None:
            return _read_again(turned, boxes, read_layout(lines), machine, today)
    return Card(
        empty=dict.fromkeys(
            ("doc_number", "name", "birth_date", "sex", "address"), "card_not_found"
        )
    )


def _upright(boxes: Sequence[Corners]) -> list[Corners]:
    """Those that lie along the lines of the card: nothing upright of a table or a sleeve."""
    return [b for b in boxes if np.linalg.norm(b[1] - b[0]) > 0.8 * np.linalg.norm(b[3] - b[0])]


def _lines(picture: Picture, boxes: Sequence[Corners], machine: Machine) -> list[Line]:
    """The lines with their places on a card turned upright, in heights of the median line."""
    texts = machine.read([cut(picture, box) for box in boxes])
    longest = max(boxes, key=lambda b: float(np.linalg.norm(b[1] - b[0])))
    along = longest[1] - longest[0] + longest[2] - longest[3]
    along = along / np.linalg.norm(along)
    down = np.array([-along[1], along[0]], np.float32)
    unit = float(np.median([np.linalg.norm(b[3] - b[0]) for b in boxes]))
    out = []
    for n, (box, text) in enumerate(zip(boxes, texts, strict=True)):
        left, right = float(box[[0, 3]].mean(0) @ along), float(box[[1, 2]].mean(0) @ along)
        tall = float(np.linalg.norm(box[3] - box[0]) + np.linalg.norm(box[2] - box[1])) / 2
        out.append(
            Line(text, left / unit, right / unit, float(box.mean(0) @ down) / unit, tall / unit, n)
        )
    return out


def _read_again(
    picture: Picture, boxes: Sequence[Corners], found: Found, machine: Machine, today: date
) -> Card:
    """The number and the name from their own cut-outs, each several times."""
    number, name = found.number, found.name
    if number is not None:
        number = _again(number, cut(picture, boxes[number.number]), machine)
    written: Picture | None = None
    if name is not None:
        written = _name(picture, boxes[name.number], name)
        name = _again(name, written, machine)
    known = name is not None and written is not None and is_what_is_read(name, written)
    card = judged(replace(found, number=number, name=name), name_known=known, today=today)
    return card if card.name else replace(card, name_picture=_jpeg(written))


def _again(line: Line, picture: Picture, machine: Machine) -> Line:
    """The line as its own cut-out says, least sure reading first, and the readings of the changed ones."""
    read = machine.read([picture, *changed(picture)])
    texts = tuple("".join(c.text for c in one if not c.text.isspace()) for one in read)
    same = [one for one, text in zip(read, texts, strict=True) if text == texts[0]]
    least = min(same, key=lambda one: min((c.sure for c in one), default=0.0))
    own = tuple(
        replace(c, sure=min(c.sure, other.sure)) for c, other in zip(read[0], least, strict=False)
    )
    wide = picture.shape[1] / picture.shape[0] * line.height
    return replace(line, characters=own, right=line.left + wide, readings=texts[1:])


def _name(picture: Picture, box: Corners, line: Line) -> Picture:
    """The written name alone: without the label before it, and with what follows closely although it was not found."""
    whole = cut(picture, box, behind=1.2)
    tall = whole.shape[0]
    full = line.height * whole.shape[1] / tall
    begins = whole.shape[1] * max(0.0, 1 - (line.right - line.left + 1.2 * line.height) / full)
    part = whole[:, round(begins) :]
    first, last = inked(part)
    if last - first < tall // 2:
        return part
    room = tall // 8
    return np.ascontiguousarray(part[:, max(0, first - room) : last + room])


def _jpeg(picture: Picture | None) -> bytes | None:
    if picture is None:
        return None
    scale = min(1.0, NAME_HEIGHT / picture.shape[0])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    done, data = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 85])
    return data.tobytes() if done else None
