"""Reading the description of a form from YAML or from a sheet, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import yaml

from anju.domains.exchange.forms.data.forms import (
    MOST_FIELDS,
    MOST_TEXT,
    PURPOSES,
    Description,
    FormField,
    Layout,
    fact_kinds,
)
from anju.foundation.days import day_in
from anju.foundation.errors import Refused

CODE = re.compile(r"[a-z][a-z0-9-]{1,39}")
CELL, COLUMN = re.compile(r"[A-Z]{1,2}[1-9][0-9]{0,3}"), re.compile(r"[A-Z]{1,2}")
BOXES = "boxes"
DAYS = re.compile(r"(YYYY|MM|DD|M|D|[年月日./ -])+")
_LAW = re.compile(r"《[^》]{2,}》|条例|办法|法第|协议|[Aa]greement|[Ll]aw|art\.")
_HEADS = {
    "编号": "code",
    "名称": "title",
    "机关": "office",
    "种类": "layout",
    "用途": "purpose",
    "依据": "basis",
    "起": "first",
    "止": "last",
    "工作表": "sheet",
    "首行": "first_row",
    "居民可填": "by_residents",
}
_TITLES = {
    "单元格": "cell",
    "名称": "label",
    "事实": "fact",
    "写法": "pattern",
    "代码": "codes",
    "必填": "required",
    "核对": "check",
    "依据": "basis",
    "最长": "most",
}
_YES = ("是", "1", "yes", "true", "True")


def read_description(text: str) -> Description:
    """A description in YAML. `Refused` ``form_unreadable`` (`why`) and those of `require_sound`."""
    try:
        stored = yaml.safe_load(text)
        made = _made(stored)
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused("form_unreadable", why=str(error)[:120]) from error
    require_sound(made)
    return made


def read_sheet(rows: Sequence[Sequence[str | None]]) -> Description:
    """A description in a sheet: lines of title and value, then a line of titles that begins with 单元格 and a line a
    field. Codes are written ``1=男; 2=女``. `Refused` as `read_description`."""
    head: dict[str, Any] = {}
    fields: list[dict[str, Any]] = []
    titles: list[str] = []
    for row in rows:
        cells = [(c or "").strip() for c in row]
        if titles and any(cells):
            line = {
                _TITLES[t]: c for t, c in zip(titles, cells, strict=False) if t in _TITLES and c
            }
            fields.append(_field_of_sheet(line))
        elif cells and cells[0] == "单元格":
            titles = cells
        elif len(cells) > 1 and cells[0] in _HEADS:
            head[_HEADS[cells[0]]] = cells[1]
    try:
        made = _made({**head, "fields": fields, "by_residents": head.get("by_residents") in _YES})
    except (KeyError, TypeError, ValueError) as error:
        raise Refused("form_unreadable", why=str(error)[:120]) from error
    require_sound(made)
    return made


def _field_of_sheet(line: dict[str, Any]) -> dict[str, Any]:
    codes = [c.partition("=") for c in re.split("[;；]", line.pop("codes", "")) if "=" in c]
    line["codes"] = {ours.strip(): theirs.strip() for ours, _, theirs in codes}
    for flag in ("required", "check"):
        line[flag] = line.get(flag) in _YES
    return line


def _made(stored: Mapping[str, Any]) -> Description:
    return Description(
        str(stored["code"]),
        str(stored["title"]),
        str(stored["office"]),
        Layout(stored.get("layout", "one")),
        str(stored["purpose"]),
        str(stored.get("basis") or ""),
        _day(stored["first"]),
        _day(stored["last"]),
        tuple(_field(f) for f in stored["fields"]),
        str(stored.get("sheet") or ""),
        int(stored.get("first_row", 2)),
        bool(stored.get("by_residents", False)),
        int(stored.get("recipient", 0)),
    )


def _field(stored: Mapping[str, Any]) -> FormField:
    return FormField(
        str(stored["cell"]).upper(),
        str(stored["label"]),
        str(stored.get("fact") or ""),
        str(stored.get("pattern") or ""),
        {str(k): str(v) for k, v in (stored.get("codes") or {}).items()},
        bool(stored.get("required", False)),
        bool(stored.get("check", False)),
        str(stored.get("basis") or ""),
        int(stored.get("most", 100)),
    )


def _day(value: object) -> date:
    found = value if isinstance(value, date) else day_in(str(value))
    if found is None:
        raise ValueError("first, last")
    return found


def require_sound(made: Description) -> None:
    """`Refused` ``form_unsound`` (`part`), ``form_no_basis`` (`fields`), ``form_fact_unknown`` (`fact`),
    ``form_fact_not_on_lists`` (`fields`)."""
    names = (made.title, made.office)
    if not CODE.fullmatch(made.code) or not all(0 < len(n) <= 100 for n in names):
        raise Refused("form_unsound", part="code, title, office")
    if made.purpose not in PURPOSES or made.first > made.last:
        raise Refused("form_unsound", part="purpose, first, last")
    if not 1 <= len(made.fields) <= MOST_FIELDS or not 1 <= made.first_row <= 1_000:
        raise Refused("form_unsound", part="fields, first_row")
    for field in made.fields:
        if not _sound(made, field):
            raise Refused("form_unsound", part=f"{field.cell} {field.label}"[:60])
    cells = [f.cell for f in made.fields]
    if twice := sorted({c for c in cells if cells.count(c) > 1}):
        raise Refused("form_unsound", part=", ".join(twice))
    _require_basis(made)


def _sound(made: Description, field: FormField) -> bool:
    shape = COLUMN if made.layout == Layout.LIST else CELL
    kinds = fact_kinds()
    if field.fact and field.fact not in kinds:
        raise Refused("form_fact_unknown", fact=field.fact[:60])
    day = bool(field.fact) and kinds[field.fact].type == "day"
    pattern = field.pattern in ("", BOXES) or (day and DAYS.fullmatch(field.pattern) is not None)
    return (
        shape.fullmatch(field.cell) is not None
        and 0 < len(field.label) <= 60
        and pattern
        and not (field.pattern == BOXES and made.layout == Layout.LIST)
        and 1 <= field.most <= MOST_TEXT
    )


def _require_basis(made: Description) -> None:
    kinds = fact_kinds()
    if not _LAW.search(made.basis) or len(made.basis) > MOST_TEXT:
        raise Refused("form_no_basis", fields=[made.title])
    if without := [
        f.label
        for f in made.fields
        if f.fact and kinds[f.fact].own_basis and not _LAW.search(f.basis)
    ]:
        raise Refused("form_no_basis", fields=without)
    barred = [f.label for f in made.fields if f.fact and not kinds[f.fact].on_lists]
    if made.layout == Layout.LIST and barred:
        raise Refused("form_fact_not_on_lists", fields=barred)


def stored(made: Description) -> dict[str, Any]:
    """A description as it is kept, which `read_stored` reads."""
    return {
        "code": made.code,
        "title": made.title,
        "office": made.office,
        "layout": made.layout.value,
        "purpose": made.purpose,
        "basis": made.basis,
        "first": made.first.isoformat(),
        "last": made.last.isoformat(),
        "sheet": made.sheet,
        "first_row": made.first_row,
        "by_residents": made.by_residents,
        "recipient": made.recipient,
        "fields": [
            {
                "cell": f.cell,
                "label": f.label,
                "fact": f.fact,
                "pattern": f.pattern,
                "codes": dict(f.codes),
                "required": f.required,
                "check": f.check,
                "basis": f.basis,
                "most": f.most,
            }
            for f in made.fields
        ],
    }


def read_stored(kept: Mapping[str, Any]) -> Description:
    """A kept description."""
    return _made(kept)
