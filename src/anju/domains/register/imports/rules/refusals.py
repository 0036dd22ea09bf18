"""The refused rows as a file like the original, to be corrected and sent again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import polars as pl

from anju.domains.register.imports.rules.batch import IntakeResult
from anju.foundation.sheets import stream_xlsx

WHY = "_why"
"""The column that says why."""
BLOCK = 2_000
"""Rows that are written together."""


@dataclass(frozen=True, slots=True)
class RefusedRows:
    """A sheet like the original: its own header on `top`, the refused rows with a last column (`WHY`) that says why.
    `blocks` is read once, as it is written."""

    sheet: str
    top: tuple[tuple[str | None, ...], ...]
    blocks: Iterator[pl.DataFrame]

    def workbook(self) -> bytes:
        """The sheet as a file."""
        return b"".join(
            stream_xlsx(self.blocks, sheet=self.sheet, titles=(), top=self.top, marked=(WHY,))
        )


def refused_workbook(
    result: IntakeResult, sentence: Callable[[str], str], *, title: str = "原因"
) -> bytes:
    """The refused rows of a reading as a file."""
    return refused_sheet([result], sentence, title=title).workbook()


def refused_sheet(
    results: Iterable[IntakeResult], sentence: Callable[[str], str], *, title: str = "原因"
) -> RefusedRows:
    """The refused rows of a file that is read in pieces, in memory of one piece, with a column saying why. Rows of a
    further table stand under that table's own lines.
    """
    turn = iter(results)
    first = next(turn)
    begun, width = _tables(first)[0], len(_cells(first))
    top = _lines(first, begun, width, title)
    own = _rows(first, begun, width, sentence, title)
    return RefusedRows(
        first.sheet, tuple(top), chain(own, _later(first, turn, width, sentence, title))
    )


def _later(
    before: IntakeResult,
    results: Iterator[IntakeResult],
    width: int,
    sentence: Callable[[str], str],
    title: str,
) -> Iterator[pl.DataFrame]:
    """The rows of further pieces; the table that was under way goes on without its lines."""
    for result in results:
        goes_on = before.reading.tables[-1].fingerprint == result.reading.tables[0].fingerprint
        yield from _rows(result, 0 if goes_on else None, width, sentence, title)
        before = result


def _cells(result: IntakeResult) -> list[str]:
    return [c for c in result.refused.columns if c not in ("row", "reason", "table")]


def _tables(result: IntakeResult) -> list[int]:
    """The tables that have refused rows, by number."""
    return sorted(result.refused["table"].unique().to_list()) or [0]


def _rows(
    result: IntakeResult,
    begun: int | None,
    width: int,
    sentence: Callable[[str], str],
    title: str,
) -> Iterator[pl.DataFrame]:
    """Blocks of the refused rows. `begun`: the table whose lines stand above already."""
    cells = _cells(result)
    for table in _tables(result):
        if table != begun:
            yield _above(_lines(result, table, width, title), width)
        found = result.refused.filter(pl.col("table") == table)
        for block in found.iter_slices(BLOCK):
            why = pl.Series(
                WHY, [sentence(code) for code in block["reason"].to_list()], dtype=pl.String
            )
            body = block.select(cells)
            missing = [
                pl.lit(None, dtype=pl.String).alias(f"_{n}") for n in range(body.width, width)
            ]
            own, more = cells[:width], cells[width:]
            yield body.select(*own, *missing, why, *more)


def _above(lines: list[tuple[str | None, ...]], width: int) -> pl.DataFrame:
    """An empty line, then the lines of a further table."""
    names = [*(str(n) for n in range(width)), WHY]
    return pl.DataFrame(
        [dict.fromkeys(names), *(dict(zip(names, line, strict=True)) for line in lines)],
        schema=dict.fromkeys(names, pl.String),
    )


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
