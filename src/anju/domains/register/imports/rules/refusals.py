"""The refused rows as a file like the original, to be corrected and sent again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

from anju.domains.register.imports.rules.batch import IntakeResult
from anju.foundation.sheets import stream_xlsx

WHY = "_why"
"""The column that says why."""


@dataclass(frozen=True, slots=True)
class RefusedRows:
    """A sheet like the original: its own header on `top`, the refused `rows` with a last column (`WHY`) that says
    why."""

    sheet: str
    top: tuple[tuple[str | None, ...], ...]
    rows: pl.DataFrame

    def blocks(self, size: int = 2_000) -> Iterator[pl.DataFrame]:
        """The rows, some at a time."""
        return self.rows.iter_slices(size)

    def workbook(self) -> bytes:
        """The sheet as a file."""
        return b"".join(
            stream_xlsx(self.blocks(), sheet=self.sheet, titles=(), top=self.top, marked=(WHY,))
        )


def refused_workbook(
    result: IntakeResult, sentence: Callable[[str], str], *, title: str = "原因"
) -> bytes:
    """The refused rows of a reading as a file."""
    return refused_sheet(result, sentence, title=title).workbook()


def refused_sheet(
    result: IntakeResult, sentence: Callable[[str], str], *, title: str = "原因"
) -> RefusedRows:
    """The refused rows with a column saying why. Rows of a further table stand under that table's own lines."""
    cells = result.refused.drop("row", "reason", "table")
    why = pl.Series(
        WHY, [sentence(code) for code in result.refused["reason"].to_list()], dtype=pl.String
    )
    body, width = cells.with_columns(why), cells.width
    tables = result.refused["table"]
    used = sorted(tables.unique().to_list()) or [0]
    top = _lines(result, used[0], width, title)
    parts = [body.filter(tables == used[0])]
    for n in used[1:]:
        lines = pl.DataFrame(
            [
                dict(zip(body.columns, line, strict=True))
                for line in _lines(result, n, width, title)
            ],
            schema=body.schema,
        )
        parts += [
            body.clear().vstack(
                pl.DataFrame({c: [None] for c in body.columns}, schema=body.schema)
            ),
            lines,
            body.filter(tables == n),
        ]
    return RefusedRows(result.sheet, tuple(top), pl.concat(parts))


def _lines(
    result: IntakeResult, table: int, width: int, title: str
) -> list[tuple[str | None, ...]]:
    top = result.origins[table].top if table < len(result.origins) else result.top
    lines: list[tuple[str | None, ...]] = [
        (*line[:width], *([None] * (width + 1 - len(line[:width])))) for line in top
    ]
    if lines:
        lines[-1] = (*lines[-1][:-1], title)
    return lines
