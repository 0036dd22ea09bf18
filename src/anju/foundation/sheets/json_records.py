"""JSON as a sheet: a list of objects (alone, inside other objects, or one a line), a column a key, a row an object.

Numbers keep the digits they are written with. A key that an object has twice becomes two columns.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import polars as pl

from anju.foundation.errors import Refused
from anju.foundation.sheets.delimited import damaged_rows
from anju.foundation.sheets.encodings import decoded
from anju.foundation.sheets.grid import LONGEST, MAX_CELLS, MAX_COLUMNS
from anju.foundation.sheets.workbook import Marks, as_cells

DEEPEST = 4
"""Objects inside objects in which the list is sought, and inside which values are."""
_OPENING = (b"[", b"{")
Object = dict[str, Any]


def looks_like_json(head: bytes) -> bool:
    """True for bytes that may begin a JSON text."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_OPENING)


def read_json(data: bytes, filename: str) -> tuple[pl.DataFrame, Marks] | None:
    """The objects as rows below a row of their keys; None when the text is no JSON or holds no list of objects. Raises
    `Refused` file_too_many_cells, file_unreadable (no text)."""
    text, _ = decoded(data, filename)
    try:
        found = _objects(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    if not found:
        return None
    return _cells([_flat(one) for one in found], filename)


def _objects(text: str) -> list[Object]:
    """The list of objects of a text."""
    try:
        whole = _parsed(text)
    except ValueError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise
        return [one for line in lines if isinstance(one := _parsed(line), dict)]
    return _longest(whole, DEEPEST) or ([whole] if isinstance(whole, dict) else [])


def _parsed(text: str) -> Any:  # noqa: ANN401 - whatever the text holds
    return json.loads(
        text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_object
    )


def _object(pairs: Sequence[tuple[str, Any]]) -> Object:
    out: Object = {}
    for key, value in pairs:
        name, turn = key, 2
        while name in out:
            name, turn = f"{key} ({turn})", turn + 1
        out[name] = value
    return out


def _longest(value: Any, depth: int) -> list[Object]:  # noqa: ANN401
    """The longest list of objects in a value."""
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        return value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return max((_longest(one, depth - 1) for one in inner if depth), key=len, default=[])


def _flat(record: Object, before: str = "", depth: int = DEEPEST) -> dict[str, str | None]:
    out: dict[str, str | None] = {}
    for key, value in record.items():
        name = f"{before}{key}"
        if isinstance(value, dict) and depth:
            out |= _flat(value, f"{name}.", depth - 1)
        else:
            out[name] = _text(value)
    return out


def _text(value: Any) -> str | None:  # noqa: ANN401
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(t for one in value if (t := _text(one))) or None
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value).encode("utf-8", "replace").decode()


def _cells(records: Sequence[dict[str, str | None]], filename: str) -> tuple[pl.DataFrame, Marks]:
    keys = list(dict.fromkeys(key for one in records for key in one))
    if len(keys) > MAX_COLUMNS or len(keys) * len(records) > MAX_CELLS:
        raise Refused(
            "file_too_many_cells",
            filename=filename,
            cells=len(keys) * len(records),
            most=MAX_CELLS,
        )
    columns = [
        pl.Series([title, *(_short(one.get(key)) for one in records)], dtype=pl.String)
        for key, title in zip(keys, _titles(keys), strict=True)
    ]
    cells = as_cells(columns)
    return cells, Marks(damaged=tuple(damaged_rows(cells)))


def _short(text: str | None) -> str | None:
    return text[:LONGEST] if text else None


def _titles(keys: Sequence[str]) -> list[str]:
    """A key inside other objects is titled by its own name, where no other is called so."""
    last = [key.rpartition(".")[2] for key in keys]
    return [own if last.count(own) == 1 else key for key, own in zip(keys, last, strict=True)]
