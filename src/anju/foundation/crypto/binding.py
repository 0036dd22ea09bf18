"""Ciphertexts written anew, for their rows and under the newest key: those of an earlier version,
which were bound to no row, and all of them once the keyring has a further key.

In blocks of their own transaction, beside other work: what is rewritten stays rewritten after an interruption, and what
is not yet can be read all the time. A comment on the column says that it was gone through, and for which key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from anju.foundation.crypto import blobs, fields
from anju.foundation.crypto.keyring import current_keyring
from anju.foundation.db.statements import joined, rows, run

BLOCK, FILES = 5_000, 100
"""Values and files that are rewritten together."""


@dataclass(frozen=True, slots=True)
class BoundColumn:
    """Values of ciphertext that are bound to their rows: all of the column `cipher`, or with `path`
    the texts (base64) that stand under this name in its JSON.

    `row`: the column that names the row, or several with commas; a blind index as it is, others as `row_of` writes
    them. `contexts`: one of these was given to a value. `file`: written by `encrypt_bytes`.
    """

    table: str
    cipher: str
    row: str
    contexts: tuple[str, ...]
    path: str = ""
    file: bool = False

    @property
    def value(self) -> str:
        """The ciphertext, as an expression of SQL over the table `t`; of a file its head."""
        if self.path:
            return f"decode(t.{self.cipher} ->> '{self.path}', 'base64')"
        return f"substr(t.{self.cipher}, 1, {blobs.HEAD})" if self.file else f"t.{self.cipher}"

    @property
    def named(self) -> str:
        """What names the row, as bytes."""
        columns = ", ".join(f"t.{c.strip()}" for c in self.row.split(","))
        return (
            columns
            if self.row.endswith("_index")
            else f"convert_to(concat_ws(':', {columns}), 'UTF8')"
        )

    @property
    def written(self) -> str:
        """What the column becomes with the new value ``n.now``."""
        if self.path:
            text = "translate(encode(n.now, 'base64'), E'\\n', '')"
            return f"jsonb_set(t.{self.cipher}, '{{{self.path}}}', to_jsonb({text}))"
        return f"n.now || substr(t.{self.cipher}, {blobs.HEAD + 1})" if self.file else "n.now"


def unbound(columns: Sequence[BoundColumn]) -> list[BoundColumn]:
    """Those that were not gone through yet, or not since the newest key. One query of the catalogue."""
    found = set(
        rows(
            """SELECT a.attrelid::regclass::text, a.attname FROM pg_attribute a
        WHERE col_description(a.attrelid, a.attnum) = %s""",
            [_done()],
        )
    )
    return [c for c in columns if (c.table, c.cipher) not in found]


def bind(column: BoundColumn, progress: Callable[[str, int, int], None]) -> int:
    """Go through one column; how many values were rewritten. As the owner of the tables, outside a transaction.

    `progress` is called with (table, rows gone through, of how many).
    """
    t, c = column.table, column.cipher
    total = int(rows(f"SELECT count(*) FROM {t}")[0][0])  # noqa: S608 - names of ours, here and below
    last = passed = changed = 0
    right = bytes((blobs.BOUND if column.file else fields.BOUND, current_keyring().newest.version))
    block = f"""SELECT t.id, {column.value}, {column.named} FROM {t} t
        WHERE t.id > %s ORDER BY t.id LIMIT {FILES if column.file else BLOCK}"""  # noqa: S608
    while found := rows(block, [last]):
        last, passed = found[-1][0], passed + len(found)
        old = [
            (i, bytes(cipher), bytes(row))
            for i, cipher, row in found
            if cipher is not None and row is not None and bytes(cipher)[:2] != right
        ]
        if old:
            source, values = joined(
                {
                    "id": ("bigint", [i for i, _, _ in old]),
                    "was": ("bytea", [b for _, b, _ in old]),
                    "now": ("bytea", [_bound(column, b, row) for _, b, row in old]),
                }
            )
            changed += run(
                f"UPDATE {t} t SET {c} = {column.written} FROM {source} AS n(id, was, now) "  # noqa: S608
                f"WHERE t.id = n.id AND {column.value} = n.was",
                values,
            )
        progress(t, passed, total)
    run(f"COMMENT ON COLUMN {t}.{c} IS '{_done()}'")
    return changed


def _done() -> str:
    return f"every value is bound to its row under key {current_keyring().newest.version}"


def _bound(column: BoundColumn, value: bytes, row: bytes) -> bytes:
    for last, context in enumerate(column.contexts, 1):
        try:
            if column.file:
                return blobs.bound_head(value, context, row)
            return fields.encrypt(fields.decrypt(value, context, row=row), context, row=row)
        except ValueError:
            if last == len(column.contexts):
                raise
    raise ValueError("a column of ciphertext without a context")
