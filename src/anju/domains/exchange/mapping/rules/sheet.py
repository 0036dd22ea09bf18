"""A mapping as the lines of one sheet, for those who edit it in a spreadsheet, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from anju.domains.exchange.mapping.data.mappings import FORM, Mapping
from anju.domains.exchange.mapping.rules.written import from_json, to_json
from anju.domains.exchange.sources.data.sources import Source
from anju.foundation.errors import Refused

TITLES = (
    "类别",
    "名称",
    "说明",
    "来源列或来源代码",
    "我方代码",
    "代码表",
    "日期写法",
    "缺省值",
    "固定值",
    "必填",
)
MAPPING, FIELD, CODE, IGNORED, TEST = "映射", "字段", "代码", "忽略列", "测试行"
BETWEEN = "|"
"""Between several titles or forms in one cell."""
_QUOTED = re.compile(r"^'(?=[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])")
YES = "是"


def to_sheet(source: Source, mapping: Mapping) -> pl.DataFrame:
    """A line a field, a code, an ignored column and a test row."""
    lines = [_line(*cells) for cells in _lines(source, to_json(mapping))]
    return pl.DataFrame(lines, schema=dict.fromkeys(TITLES, pl.String), orient="row")


def _line(*cells: str) -> tuple[str | None, ...]:
    return tuple(c or None for c in (*cells, *("",) * (len(TITLES) - len(cells))))


def _lines(source: Source, stored: dict[str, Any]) -> Iterator[Sequence[str]]:
    yield (MAPPING, stored["source"], source.title[0], stored["new_columns"])
    for name, rule in stored["fields"].items():
        field = source.fields.get(name)
        yield (
            FIELD,
            name,
            field.label[0] if field else "",
            BETWEEN.join(rule.get("from", [])),
            "",
            rule.get("codes", ""),
            BETWEEN.join(rule.get("days", [])),
            rule.get("default", ""),
            rule.get("constant", ""),
            YES if rule.get("required") else "",
        )
    for name, table in stored["codes"].items():
        yield from ((CODE, name, "", theirs, ours) for theirs, ours in table.items())
    yield from ((IGNORED, "", "", title) for title in stored["ignored"])
    for test in stored["tests"]:
        yield (TEST, "", "", json.dumps(test, ensure_ascii=False))


def from_sheet(cells: pl.DataFrame) -> Mapping:
    """The mapping of a sheet's lines. `Refused` ``mapping_unreadable`` (`why`: the line)."""
    stored: dict[str, Any] = {"form": FORM, "fields": {}, "codes": {}, "ignored": [], "tests": []}
    for number, line in enumerate(cells.iter_rows(), start=1):
        texts = [_QUOTED.sub("", str(c)).strip() if c is not None else "" for c in line]
        texts += [""] * (len(TITLES) - len(texts))
        if number == 1 and texts[0] == TITLES[0]:
            continue
        try:
            _read(texts, stored)
        except ValueError as error:
            raise Refused("mapping_unreadable", why=f"{number}") from error
    return from_json(stored)


def _read(texts: Sequence[str], stored: dict[str, Any]) -> None:
    kind, name, _, theirs, ours, codes, days, default, constant, required = texts[: len(TITLES)]
    if kind == MAPPING:
        stored |= {"source": name, "new_columns": theirs or "refuse"}
    elif kind == FIELD:
        stored["fields"][name] = rule_of(
            theirs, codes, days, default, constant, required=required == YES
        )
    elif kind == CODE:
        stored["codes"].setdefault(name, {})[theirs] = ours
    elif kind == IGNORED:
        stored["ignored"].append(theirs)
    elif kind == TEST:
        stored["tests"].append(json.loads(theirs))
    elif any(texts):
        raise ValueError(kind)


def rule_of(
    columns: str, codes: str, days: str, default: str, constant: str, *, required: bool
) -> dict[str, Any]:
    """The stored form of a field's rule from the texts of a line or a form; what is empty is left out."""
    rule: dict[str, Any] = {}
    if titles := _parts(columns):
        rule["from"] = titles
    if codes:
        rule["codes"] = codes
    if forms := _parts(days):
        rule["days"] = forms
    if default:
        rule["default"] = default
    if constant:
        rule["constant"] = constant
    return rule | ({"required": True} if required else {})


def _parts(text: str) -> list[str]:
    return [p.strip() for p in re.split(r"[|\uff5c]", text) if p.strip()]
