"""Results back: what became of each card. Read whole or refused whole; nothing of it is typed by a person."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from anju.domains.permits.production.data import RESULTS, CardResult
from anju.domains.permits.production.rules.packages.sealing import Seal, pack, unpack
from anju.foundation.errors import Refused

RESULT_FORMAT = "anju-card-results/1"
COLUMNS = ("line", "card", "result", "serial", "reason")


@dataclass(frozen=True, slots=True)
class Results:
    """Results of one batch. `orders` is the digest of the order manifest they answer, `digest` of their own."""

    batch: str
    orders: str
    lines: tuple[CardResult, ...]
    digest: str
    key: str


def pack_results(
    lines: Sequence[CardResult],
    *,
    batch: str,
    orders: str,
    at: datetime,
    sign: Callable[[bytes], Seal],
) -> bytes:
    """What a production centre's program writes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows((r.line, r.card, r.result, r.serial, r.reason) for r in lines)
    head = {
        "format": RESULT_FORMAT,
        "batch": batch,
        "orders": orders,
        "count": len(lines),
        "made_at": at.isoformat(),
    }
    return pack(head, {"results.csv": out.getvalue().encode()}, sign)[0]


def unpack_results(blob: bytes, *, holds: Callable[[bytes, Seal], bool]) -> Results:
    """Open a file of results. Raises as `sealing.unpack`, and `Refused` `results_row` naming the row that is wrong."""
    package = unpack(blob, form=RESULT_FORMAT, holds=holds)
    try:
        text = package.files["results.csv"].decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline="")))
        batch, orders = str(package.manifest["batch"]), str(package.manifest["orders"])
        count = int(package.manifest["count"])
    except (KeyError, TypeError, ValueError, csv.Error) as error:
        raise Refused("parcel_unreadable") from error
    lines = tuple(_line(n, r) for n, r in enumerate(rows, 2))
    if count != len(lines):
        raise Refused("results_count", count=count, found=len(lines))
    if len({r.line for r in lines}) != len(lines):
        raise Refused("results_twice")
    return Results(batch, orders, lines, package.digest, package.seal.key)


def _line(number: int, row: dict[str, str | None]) -> CardResult:
    """One row; row numbers count the heading as 1, as a spreadsheet shows them."""
    given = {c: (row.get(c) or "").strip() for c in COLUMNS}
    good = (
        given["line"].isdecimal()
        and len(given["line"]) < 7
        and given["card"]
        and given["result"] in RESULTS
    )
    if (
        not good
        or None in row
        or (given["result"] == "made") != bool(given["serial"])
        or (given["result"] == "failed" and not given["reason"])
    ):
        raise Refused("results_row", row=number)
    return CardResult(
        int(given["line"]),
        given["card"],
        given["result"],
        given["serial"][:40],
        given["reason"][:200],
    )
