"""A department that sends files as real ones do: at night, everything again, sometimes late, twice, half or wrong."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from anju.domains.exchange.sources.data.sources import SAMPLE, Source

Row = dict[str, str]


class Trouble(StrEnum):
    """What goes wrong one night. `down`: nothing comes; `slow`: the file is still being written; `late`: of days ago;
    `wrong`: rows with faults; `duplicated`: every row twice; `contradictory`: one row twice, saying two things; `half`:
    cut off in the middle; `shrunk`: a tenth of the rows; `renamed`: another column title; `encoding`: bytes of two
    encodings."""

    NONE = "none"
    DOWN = "down"
    SLOW = "slow"
    LATE = "late"
    WRONG = "wrong"
    DUPLICATED = "duplicated"
    CONTRADICTORY = "contradictory"
    HALF = "half"
    SHRUNK = "shrunk"
    RENAMED = "renamed"
    ENCODING = "encoding"


def sample_rows(source: Source) -> list[Row]:
    """The invented rows of the source's folder."""
    with (source.folder / SAMPLE).open(encoding="utf-8", newline="") as lines:
        return [dict(row) for row in csv.DictReader(lines, strict=True)]


@dataclass
class Department:
    """A simulated department. `rows`: what it has; `day_title`: the column with the day its data is of."""

    source: Source
    rows: list[Row] = field(default_factory=list)
    day_title: str = "SJRQ"

    def __post_init__(self) -> None:
        """Begin with the rows of the folder."""
        self.rows = self.rows or sample_rows(self.source)

    def night(
        self, day: date, trouble: Trouble = Trouble.NONE, *, of: date | None = None
    ) -> dict[str, bytes]:
        """The files that lie in the folder in the morning: name → bytes. `of`: the day the data is of."""
        as_of = of or day
        rows = [
            {k: as_of.isoformat() if k == self.day_title else v for k, v in row.items()}
            for row in _troubled(self.rows, trouble)
        ]
        name = f"{self.source.code}-{day:%Y%m%d}.csv"
        data = _written(rows, self.rows[0], trouble)
        stored = {
            "sha256": hashlib.sha256(data).hexdigest(),
            "rows": len(rows),
            "as_of": as_of.isoformat(),
            "complete": True,
        }
        manifest = {f"{name}.manifest.json": json.dumps(stored).encode()}
        if trouble == Trouble.DOWN:
            return {}
        if trouble == Trouble.SLOW:
            return {f"{name}.part": data[: len(data) // 2]}
        if trouble == Trouble.HALF:
            return {name: data[: len(data) // 2], **manifest}
        return {name: data, **manifest}


def _troubled(rows: Sequence[Row], trouble: Trouble) -> list[Row]:
    if trouble == Trouble.SHRUNK:
        return list(rows[: max(1, len(rows) // 10)])
    if trouble == Trouble.DUPLICATED:
        return [*rows, *rows]
    if trouble == Trouble.CONTRADICTORY:
        return [*rows, _another(rows[0])]
    if trouble == Trouble.WRONG:
        return [_spoiled(row) if n % 2 else row for n, row in enumerate(rows)]
    return list(rows)


def _another(row: Mapping[str, str]) -> Row:
    """The row with another text in its last filled column that is no number and no day."""
    plain = [k for k, v in row.items() if v and not any(c.isdecimal() for c in v) and k != "XM"]
    return {**row, plain[-1]: f"{row[plain[-1]]}二"}


def _spoiled(row: Mapping[str, str]) -> Row:
    """The row with a document number or credit code that cannot be."""
    return {k: f"{v[:-1]}?" if len(v) == 18 else v for k, v in row.items()}


def _written(rows: Sequence[Row], like: Row, trouble: Trouble) -> bytes:
    out = io.StringIO()
    titles = list(like)
    shown = [
        f"{t}_XIN" if trouble == Trouble.RENAMED and n == 1 else t for n, t in enumerate(titles)
    ]
    lines = [shown, *([row[t] for t in titles] for row in rows)]
    for line in lines:
        out.write(",".join(_cell(c) for c in line) + "\n")
    text = out.getvalue()
    if trouble == Trouble.ENCODING:
        head, _, rest = text.partition("\n")
        return (
            head.encode() + b"\n" + rest.encode("gb18030") + rest.encode()[:400] + b"\xff\xfe\xfa\n"
        )
    return text.encode("gb18030")


def _cell(text: str) -> str:
    quoted = text.replace('"', '""')
    return f'"{quoted}"' if any(c in text for c in ',"\n') else text
