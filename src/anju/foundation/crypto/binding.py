"""Ciphertexts that an earlier version wrote without their row, written anew for it.

In blocks of their own transaction, beside other work: what is rewritten stays rewritten after an interruption, and what
is not yet can be read all the time. A comment on the column says that it was gone through.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from anju.foundation.crypto.fields import FORMAT, decrypt_many, encrypt_many
from anju.foundation.db.statements import joined, rows, run

BLOCK = 5_000
_DONE = "every value is bound to its row"


@dataclass(frozen=True, slots=True)
class BoundColumn:
    """A column of ciphertext whose values are bound to what stands in the column `row` beside them."""

    table: str
    cipher: str
    row: str
    context: str


def unbound(columns: Sequence[BoundColumn]) -> list[BoundColumn]:
    """Those that were not gone through yet. One query of the catalogue."""
    found = set(
        rows(
            """SELECT a.attrelid::regclass::text, a.attname FROM pg_attribute a
        WHERE col_description(a.attrelid, a.attnum) = %s""",
            [_DONE],
        )
    )
    return [c for c in columns if (c.table, c.cipher) not in found]


def bind(column: BoundColumn, progress: Callable[[str, int, int], None]) -> int:
    """Go through one column; how many values were rewritten. As the owner of the tables, outside a transaction.

    `progress` is called with (table, rows gone through, of how many).
    """
    t, c, r = column.table, column.cipher, column.row
    total = int(rows(f"SELECT count(*) FROM {t}")[0][0])  # noqa: S608 - names of ours, here and below
    last = passed = changed = 0
    while found := rows(
        f"SELECT id, {c}, {r} FROM {t} WHERE id > %s ORDER BY id LIMIT {BLOCK}",  # noqa: S608
        [last],
    ):
        last, passed = found[-1][0], passed + len(found)
        old = [
            (i, bytes(cipher), bytes(row))
            for i, cipher, row in found
            if cipher is not None and row is not None and bytes(cipher)[:1] == bytes((FORMAT,))
        ]
        if old:
            beside = [row for _, _, row in old]
            fresh = encrypt_many(
                decrypt_many([cipher for _, cipher, _ in old], column.context),
                column.context,
                rows=beside,
            )
            source, values = joined(
                {
                    "id": ("bigint", [i for i, _, _ in old]),
                    "was": ("bytea", [b for _, b, _ in old]),
                    "now": ("bytea", fresh),
                }
            )
            changed += run(
                f"UPDATE {t} t SET {c} = n.now FROM {source} AS n(id, was, now) "  # noqa: S608
                f"WHERE t.id = n.id AND t.{c} = n.was",
                values,
            )
        progress(t, passed, total)
    run(f"COMMENT ON COLUMN {t}.{c} IS '{_DONE}'")
    return changed
