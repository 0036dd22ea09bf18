"""Invented numbers that pass every check and belong to nobody.

Identity numbers use sequence 996-999, issued to nobody now living. Phones begin with 154, a block given to no operator
(recalled). Credit codes of employers follow GB 32100 with an organisation code by GB 11714 inside.
"""

from __future__ import annotations

from datetime import date

import polars as pl

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECKS = "10X98765432"
CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"
PHONE_BLOCK = 154


def with_check(body: pl.Series) -> pl.Series:
    """Append the GB 11643 check character to 17-digit bodies."""
    # Digit by digit of one big integer is several times faster than slicing text.
    number, total = body.cast(pl.UInt64), pl.zeros(len(body), dtype=pl.UInt64, eager=True)
    for weight in reversed(WEIGHTS):
        total = total + (number % 10) * weight
        number = number // 10
    return body + pl.Series(list(CHECKS)).gather((total % 11).cast(pl.UInt32))


def identity(area: pl.Series, born: pl.Series, sequence: pl.Series) -> pl.Series:
    """18-character numbers from six-digit areas, dates of birth and sequences (996 … 999)."""
    return with_check(area + born.dt.strftime("%Y%m%d") + sequence.cast(pl.String))


def unique_identity(area: pl.Series, born: pl.Series, sex: pl.Series, latest: date) -> pl.DataFrame:
    """Numbers no two of which are alike: doc_number, birth_date.

    Two people of a sex fit on one birthday in one county (996/998 even: women, 997/999 odd: men); who comes third is
    born some days earlier. `sex` is GB 2261.1; ValueError when a county is crowded beyond a month.
    """
    frame = pl.DataFrame({"area": area, "birth_date": born, "sex": sex}).with_row_index("i")
    for step in range(1, 60):
        frame = frame.with_columns(
            turn=pl.int_range(pl.len()).over("area", "birth_date", "sex", order_by="i")
        )
        if not (frame["turn"] > 1).any():
            break
        moved = pl.col("birth_date") - pl.duration(days=step)
        frame = frame.with_columns(
            birth_date=pl.when(pl.col("turn") > 1).then(moved).otherwise("birth_date")
        )
    else:
        raise ValueError("too many people of one county and birthday")
    if (frame["birth_date"] > latest).any():
        raise ValueError("born in the future")
    sequence = 996 + frame["turn"] * 2 + (frame["sex"] == "1").cast(pl.Int64)
    return pl.DataFrame(
        {
            "doc_number": identity(frame["area"], frame["birth_date"], sequence),
            "birth_date": frame["birth_date"],
        }
    )


def phones(index: pl.Series, seed: int) -> pl.Series:
    """Eleven digits, no two alike for indexes below 100,000,000: 154 and a permutation of the index."""
    tail = (index.cast(pl.UInt64) * 61_803_399 + (seed % 10_007) * 7_919) % 100_000_000
    return (PHONE_BLOCK * 100_000_000 + tail).cast(pl.String)


def credit_code(serial: int, area: str) -> str:
    """The unified social credit code of an invented employer of that six-digit area."""
    organisation = f"MAY{serial:05d}"
    total = sum(
        _org_value(c) * w for c, w in zip(organisation, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)
    )
    check = 11 - total % 11
    body = f"91{area}{organisation}{'X' if check == 10 else check % 11}"
    weighted = sum(CREDIT.index(c) * pow(3, place, 31) for place, c in enumerate(body))
    return body + CREDIT[(31 - weighted % 31) % 31]


def _org_value(char: str) -> int:
    return int(char) if char.isdigit() else ord(char) - ord("A") + 10
