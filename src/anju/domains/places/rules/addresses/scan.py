"""An address below its divisions, cut into labelled pieces from left to right.

Numbers with a word behind them (8-1号, 3栋, 2单元, 501室) are read by patterns; what lies between them is names, which
`naming` cuts. A bare number means what its place says: behind a road its number, at the end a room.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from anju.domains.places.data import ASSISTS, CROSSINGS, JOINING
from anju.domains.places.rules.addresses import naming
from anju.domains.places.rules.addresses.patterns import PATTERNS


class Piece(NamedTuple):
    """A labelled stretch of the text: [start, end)."""

    label: str
    start: int
    end: int


MOST = 300
"""Characters of an address that are read; what lies behind is left over."""
_SEPARATOR = re.compile(
    rf"[\s,.;:()/\\·|'\"*]+|{JOINING}(?=\S)|(?<=[号栋幢座])-(?=[0-9A-Z]{{1,4}}(?:号楼|栋|幢|座|单元))"
)
_NUMBERISH = re.compile(
    r"[0-9A-Z#\-零〇○一二三四五六七八九十百两第负地底顶首增甲乙丙丁戊东西南北中约电手自临特新附前后左右商铺档摊店门车夹架半]"
)
_ASSIST = re.compile(f"(?:{CROSSINGS})|(?:{ASSISTS})")


def scan(text: str, *, start: int = 0, after: str = "") -> list[Piece]:
    """The pieces of a folded text from `start` on. `after`: the label of what stands before (a division's, say)."""
    text = text[:MOST]
    pieces: list[Piece] = []
    at, run = start, start
    seen = _Seen(after)
    while at < len(text):
        found = _token(text, at, run)
        if found is None:
            at += 1
            continue
        label, end = found
        if label == "break":
            _names(text, run, at, pieces, seen)
        else:
            _names(text, run, at, pieces, seen)
            _add(text, label, at, end, pieces, seen)
        at = run = end
    _names(text, run, len(text), pieces, seen)
    return pieces


class _Seen:
    """What stood before: decides what a number means."""

    def __init__(self, after: str) -> None:
        self.last = after
        self.labels: set[str] = {after} if after else set()
        self.road_open = False

    def note(self, label: str) -> None:
        """This piece was read."""
        self.labels.add(label)
        self.last = label
        if label == "road":
            self.road_open = True
        elif label in ("roadno", "poi", "houseno"):
            self.road_open = False


def _token(text: str, at: int, run: int) -> tuple[str, int] | None:
    """(label, end) of what begins here besides names; None inside a name."""
    if found := _SEPARATOR.match(text, at):
        if text[at] in "与和及跟" and not naming.ends_road(
            text[run if at > run else max(at - 3, 0) : at]
        ):
            return None  # 和平路 is a name
        return "break", found.end()
    if at == run or not _inside_name(text, at, run):
        if not (_NUMBERISH.match(text, at) or _ASSIST.match(text, at)):
            return None
        for label, pattern in PATTERNS:
            found = pattern.match(text, at)
            if found and _fits(label, text, at, found.end(), run):
                return label, found.end()
    return None


def _inside_name(text: str, at: int, run: int) -> bool:
    """Is this character one in the middle of a Latin word or number (K11, 3D)?"""
    before, here = text[at - 1], text[at]
    return before.isascii() and before.isalnum() and here.isascii() and here.isalnum()


_WEAK_START = re.compile(r"[零〇○一二三四五六七八九十百两东西南北中甲乙丙丁戊地底顶第A-Z]")
_HAN = re.compile(r"[一-鿿]")
_BEHIND = tuple("号院弄栋幢座楼室层甲乙丙丁")
_NUMBER_ENDS = "路街巷弄道号栋幢座楼层元室 "


def _fits(label: str, text: str, at: int, end: int, run: int) -> bool:
    """Is what the pattern found really this, or the middle of a name (文一路, 西湖区)?"""
    inside = at > run
    if label == "bare":  # what a name begins with (K11, 1958) is no number of its own
        return (
            inside
            or end == len(text)
            or not _HAN.match(text, end)
            or at == 0
            or text[at - 1] in _NUMBER_ENDS
        )
    if label == "assist":
        alone = text[at:end]
        last = end == len(text) or bool(_SEPARATOR.match(text, end))
        if alone in ("内", "处"):
            return last and (inside or bool(at))
        if alone == "门口" and at - run == 1:
            return False  # 新门口 is a place
        return inside or len(alone) > 1 or (last and bool(at))
    if (
        label in ("road", "subpoi", "cellno")
        and inside
        and _WEAK_START.match(text, at)
        and not text[at].isascii()
    ):
        return text[end - 1] == "元" or (label == "subpoi" and naming.whole_name(text[run:at]))
    if (
        label == "floorno"
        and inside
        and text[at] in "零〇○一二三四五六七八九十百两"
        and text[end - 1] == "楼"
    ):
        return not naming.open_name(text[run:at])
    if (
        text[at] in "特新临" and inside
    ):  # of the number (洞阳路特1号), or the end of a name (创新2号楼)
        return naming.ends_road(text[run:at])
    if label in ("houseno", "roomno", "cellno") and text[at] in "东西南北中":
        return not inside or (label == "houseno" and naming.whole_name(text[run:at]))
    if (
        label == "houseno" and text[at] in "前后左右"
    ):  # of a number before it, not of a name (前楼村)
        return not inside and text[at - 1 : at] in _BEHIND
    return True


def _add(text: str, label: str, start: int, end: int, pieces: list[Piece], seen: _Seen) -> None:
    if label == "bare":
        _bare(text, start, end, pieces, seen)
        return
    if (label == "number" and not seen.road_open and _COUPLED.fullmatch(text, start, end)) or (
        label == "roomno"
        and "houseno" not in seen.labels
        and _COUPLED_ROOM.fullmatch(text, start, end)
    ):
        _bare(text, start, end - 1, pieces, seen)
        last = pieces[-1]
        pieces[-1] = Piece(last.label, last.start, end)
        return
    if label == "village_group":
        start = _named_group(start, pieces, "community" if "community" in seen.labels else "")
    if label in ("number", "lane"):
        label = _number(label, text[start:end], seen)
    elif (
        label == "cellno"
        and text[end - 1] == "门"
        and "houseno" not in seen.labels
        and not _opens_room(text, end, seen)
    ):
        label = "subpoi" if "poi" in seen.labels else "poi"
    elif label == "crossing":
        label = "intersection"
    elif (
        label == "subpoi" and not seen.labels & {"poi", "houseno"} and text[end - 1] not in "区期门"
    ):
        label = "poi"
    elif label == "floorno" and "floorno" in seen.labels and "roomno" not in seen.labels:
        label = "floorno"
    pieces.append(Piece(label, start, end))
    seen.note(label)


def _opens_room(text: str, end: int, seen: _Seen) -> bool:
    """Is it a stairway's door (隆昌里8门303, 18号甲3门), and not a gate of an estate (万达广场3号门)?"""
    return (
        bool(re.match(r"[0-9]{2,4}(?![0-9]*(?:号|栋|幢|楼|路|弄))", text[end:]))
        or seen.last == "roadno"
    )


def _named_group(start: int, pieces: list[Piece], first: str) -> int:
    """Where a group begins whose name stands before its number (江海村 江海一组)."""
    last = pieces[-1] if pieces else None
    before = pieces[-2].label if len(pieces) > 1 else first
    if (
        last
        and before == "community"
        and last.label == "poi"
        and last.end == start
        and start - last.start <= 3
    ):
        return pieces.pop().start
    return start


_COUPLED = re.compile(r"[0-9]{1,2}(?:-[0-9]{1,2})?-[0-9]{3,4}号")
"""Building, unit and room of one number (5-1-101号)."""
_COUPLED_ROOM = re.compile(r"[A-Z]?[0-9]{1,2}-[0-9]{1,2}-[0-9]{3,4}[室房户]")


def _number(label: str, words: str, seen: _Seen) -> str:
    """Is a number with 号 (or 弄) that of a road, a building or a room?"""
    if label == "lane" or seen.last == "village_group":
        return "roadno"
    if seen.road_open or not seen.labels & {"poi", "roadno", "houseno"}:
        return "roadno"
    if seen.labels & {"houseno", "cellno", "floorno"}:
        return "roomno"
    digits = re.sub(r"[^0-9]", "", words)
    return "roomno" if len(digits) >= 3 and seen.last in ("floorno", "cellno") else "houseno"


_PART = re.compile(
    r"(?:负|(?<![0-9A-Z])-(?=[0-9]))?(?:(?<![0-9A-Z])[A-Z]{1,2}-|[A-Z]{0,2})[0-9]+[A-Z]?"
)


def _bare(text: str, start: int, end: int, pieces: list[Piece], seen: _Seen) -> None:
    """A number without a word: 969 behind a road, 3-1-501 or 501 behind a building."""
    spans = [(m.start(), m.end()) for m in _PART.finditer(text, start, end)]
    if text[start] == "自":
        spans[0] = start, spans[0][1]
    if seen.road_open and "houseno" not in seen.labels:
        wide = len(spans) == 1 or max(e - s for s, e in spans[1:]) < 3
        _put(text, pieces, seen, "roadno", start, end if wide else spans[0][1])
        if not wide:
            _bare(text, spans[1][0], end, pieces, seen)
        return
    for label, (s, e) in zip(
        _bare_labels(text, spans, seen), _grouped(text, spans, seen), strict=True
    ):
        _put(text, pieces, seen, label, s, e)


def _grouped(text: str, spans: list[tuple[int, int]], seen: _Seen) -> list[tuple[int, int]]:
    """501-1 is one room; 3-1-501 and 9-617 are several things."""
    count = len(_bare_labels(text, spans, seen))
    if count == len(spans):
        return spans
    return [*spans[: count - 1], (spans[count - 1][0], spans[-1][1])]


def _bare_labels(text: str, spans: list[tuple[int, int]], seen: _Seen) -> tuple[str, ...]:
    sizes = [sum(c.isdigit() for c in text[s:e]) for s, e in spans]
    housed = "houseno" in seen.labels
    if len(spans) >= 3 and sizes[0] <= 2 and sizes[1] <= 2 and sizes[2] >= 3 and not housed:
        return ("houseno", "cellno", "roomno")
    if len(spans) >= 2 and sizes[0] <= 2 and 3 <= sizes[1] <= 4:
        return (
            ("cellno" if housed and "cellno" not in seen.labels else "houseno", "roomno")
            if not (housed and "cellno" in seen.labels)
            else ("roomno",)
        )
    if (
        len(spans) == 1
        and sizes[0] <= 2
        and not seen.labels & {"houseno", "cellno", "floorno", "roadno"}
    ):
        return ("houseno" if "poi" in seen.labels else "roadno",)
    return ("roomno",)


def _put(text: str, pieces: list[Piece], seen: _Seen, label: str, start: int, end: int) -> None:
    if (
        label in ("roadno", "houseno") and text[start] == "-"
    ):  # a stroke between road and number, no number below zero
        start += 1
    if (
        label == "roomno"
        and start
        and _STROKE.match(text, start)
        and text[start - 1] in _INSIDE_ENDS
    ):
        start += 1
    pieces.append(Piece(label, start, end))
    seen.note(label)


_STROKE = re.compile(r"-[3-9][0-9]{2}(?![0-9])|-[0-9]{4}(?![0-9])")
"""Behind a building (A栋-605) no room six floors below the ground; -101 may be below it and stays."""
_INSIDE_ENDS = "栋幢座楼元号门层"
_ASIDE = re.compile(
    r"(?:请|放|送到?|送货|收货|收件|转交|转|联系|电话|先生|女士|麻烦|务必|不要|到付|注|备注)"
    r"(?![一-鿿]*(?:路|街|店|厂|公司))"
)
"""Words to whoever delivers."""


def _names(text: str, start: int, end: int, pieces: list[Piece], seen: _Seen) -> None:
    """The names between two numbers."""
    if start >= end:
        return
    if seen.labels & {"roadno", "poi", "houseno"} and _ASIDE.match(text, start):
        _put(text, pieces, seen, "others", start, end)
        return
    following = text[end : end + 1]
    for label, s, e in naming.cut(
        text, start, end, seen.labels, followed_by_number=following[:1].isdigit()
    ):
        _put(text, pieces, seen, label, s, e)
