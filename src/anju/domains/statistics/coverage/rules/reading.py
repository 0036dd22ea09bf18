"""From the lines of a table to overlaps: columns of 0 and 1, and how many people each line stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from anju.domains.statistics.coverage.data import Frequencies, Overlap, Pattern
from anju.foundation.errors import Refused

COUNT = {"n", "count", "freq", "人数", "数量"}
TIMES = {"times", "captures", "次数", "名单数"}
LARGEST = 10**10


def read(
    lines: Iterable[Sequence[str]], *, by: Sequence[str] = ()
) -> dict[tuple[str, ...], Overlap | Frequencies]:
    """Tables by the values of the columns `by`; the key () alone without any. Lines of one pattern are added up.

    `Refused` with ``coverage_empty``, ``coverage_title_missing``, ``coverage_title_twice``,
    ``coverage_column_unknown``,
    ``coverage_line_length``, ``coverage_cell`` or ``coverage_count``."""
    numbered = enumerate(lines, start=1)
    titles = [t.strip() for t in next(numbered, (0, []))[1]]
    _check_titles(titles, by)
    counting = next((i for i, t in enumerate(titles) if t.lower() in COUNT), None)
    parting = [titles.index(t) for t in by]
    listed = [i for i in range(len(titles)) if i != counting and i not in parting]
    times = len(listed) == 1 and titles[listed[0]].lower() in TIMES
    found: dict[tuple[str, ...], dict[Pattern, int]] = {}
    for number, line in numbered:
        if not any(cell.strip() for cell in line):
            continue
        if len(line) != len(titles):
            raise Refused("coverage_line_length", line=number, cells=len(line), titles=len(titles))
        pattern = tuple(_mark(line[i], titles[i], number, times=times) for i in listed)
        n = 1 if counting is None else _whole(line[counting], titles[counting], number)
        part = found.setdefault(tuple(line[i].strip() for i in parting), {})
        part[pattern] = part.get(pattern, 0) + n
    if not found:
        raise Refused("coverage_empty")
    names = tuple(titles[i] for i in listed)
    return {
        key: Frequencies({p[0]: n for p, n in part.items() if p[0]})
        if times
        else Overlap(names, part)
        for key, part in found.items()
    }


def _check_titles(titles: Sequence[str], by: Sequence[str]) -> None:
    if not titles:
        raise Refused("coverage_empty")
    for place, title in enumerate(titles, start=1):
        if not title:
            raise Refused("coverage_title_missing", column=place)
        if titles.count(title) > 1:
            raise Refused("coverage_title_twice", title=title)
    if sum(t.lower() in COUNT for t in titles) > 1:
        both = [t for t in titles if t.lower() in COUNT]
        raise Refused("coverage_title_twice", title=" / ".join(both))
    for title in by:
        if title not in titles:
            raise Refused("coverage_column_unknown", title=title, titles=", ".join(titles))


def _mark(cell: str, title: str, line: int, *, times: bool) -> int:
    if times:
        return _whole(cell, title, line)
    if cell.strip() not in {"0", "1"}:
        raise Refused("coverage_cell", title=title, line=line, value=cell.strip()[:40])
    return int(cell)


def _whole(cell: str, title: str, line: int) -> int:
    text = cell.strip()
    if not (text.isascii() and text.isdigit() and len(text) < 12 and int(text) <= LARGEST):
        raise Refused("coverage_count", title=title, line=line, value=text[:40])
    return int(text)
