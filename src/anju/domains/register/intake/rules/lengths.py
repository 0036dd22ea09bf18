"""How long the texts of a declaration may be: what the register's columns hold. A longer one refuses its own row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from anju.domains.register.declarations.data.fields import FIELDS
from anju.foundation.frames import each_row

MOST = {name: f.most for name, f in FIELDS.items() if f.most}
"""Characters of each text of the standard frame."""
DAMAGED = "text_damaged"
_FEW = 200
"""So many rows are looked at text by text; of more, only columns in which something may be too long."""


def faults(item: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """(column, reason) of each text of one row that is too long."""
    for column, most in MOST.items():
        if len(str(item.get(column) or "")) > most:
            yield column, FIELDS[column].too_long


def overlong(frame: pl.DataFrame) -> pl.DataFrame:
    """A standard frame with `problem` filled in where it was null and a text is longer than the
    register keeps, or holds a zero byte, which no column can. The region, which is kept with refused
    rows too, is cut."""
    found: dict[int, str] = {}
    known = set(frame.columns)
    columns = [c for c in MOST if c in known]
    if frame.height > _FEW:
        columns = _worth_a_look(frame, columns)
    for n, row in enumerate(each_row(frame, columns)):
        for column, value in zip(columns, row, strict=True):
            if value is not None and (len(value) > MOST[column] or "\0" in value):
                found[n] = FIELDS[column].too_long if len(value) > MOST[column] else DAMAGED
                break
    if not found:
        return frame
    cut = [
        frame[c].str.slice(0, MOST[c]).str.replace_all("\0", "", literal=True)
        for c in ("region",)
        if c in known
    ]
    problems = [
        p if p is not None else found.get(n) for n, p in enumerate(frame["problem"].to_list())
    ]
    return frame.with_columns(*cut, pl.Series("problem", problems, dtype=pl.Utf8))


def _worth_a_look(frame: pl.DataFrame, columns: Sequence[str]) -> list[str]:
    """The columns with a text that may be too long (its bytes are no fewer than its characters) or
    holds a zero byte."""
    columns = [c for c in columns if frame[c].null_count() < frame.height]
    any_of = frame.select(
        (pl.col(c).str.len_bytes() > MOST[c]).any()
        | pl.col(c).str.contains("\0", literal=True).any()
        for c in columns
    )
    return [c for c in columns if any_of[c].item()]
