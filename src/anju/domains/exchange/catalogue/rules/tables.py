"""Entries as lines of a table in the official form, and back; entries as JSON. No tables of a database."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from anju.domains.exchange.catalogue.data.entries import (
    COLUMNS,
    MOST_ENTRIES,
    NO,
    OF_ITEMS,
    SIDES,
    YES,
    Entry,
    EntryFault,
    Item,
)
from anju.domains.exchange.catalogue.rules.checking import faults, repeated
from anju.foundation import codes
from anju.foundation.characters import visible
from anju.foundation.days import day_in

NAMES = tuple(name for name, _title, _most in COLUMNS)
TITLES = tuple(title for _name, title, _most in COLUMNS)
_TABLES = {
    "form": codes.RESOURCE_FORMAT,
    "item_type": codes.RESOURCE_ITEM_TYPE,
    "sharing": codes.RESOURCE_SHARING,
    "cycle": codes.RESOURCE_CYCLE,
}
_SPLIT = re.compile(r"[;；、,，\s]+")
Line = Sequence[str | None]


def lines(entries: Iterable[Entry]) -> list[list[str]]:
    """A line an item, in the order of `COLUMNS`; what belongs to the resource stands on its first."""
    out = []
    for entry in entries:
        whole = {
            "side": SIDES[entry.side][0],
            "openness": YES if entry.openness else NO,
            "published": entry.published.isoformat() if entry.published else "",
            "related": "；".join(entry.related),
            **{
                n: _TABLES[n].chinese.get(getattr(entry, n), getattr(entry, n))
                for n in ("form", "sharing", "cycle")
            },
        }
        for n, item in enumerate(entry.items or (Item("", ""),)):
            of_item = {
                "item": item.name,
                "item_type": _TABLES["item_type"].chinese.get(item.kind, item.kind),
            }
            rest = (
                {c: whole.get(c, getattr(entry, c, "")) for c in NAMES if c not in OF_ITEMS}
                if n == 0
                else {}
            )
            out.append([str({**rest, **of_item}.get(c, "")) for c in NAMES])
    return out


def read_lines(cells: Sequence[Line]) -> tuple[list[Entry], list[EntryFault]]:
    """Entries of a table whose first line holds the titles, in any order; and what is wrong, by line."""
    if not cells:
        return [], [EntryFault("resource_titles", line=1)]
    head = [visible(c or "").replace(" ", "") for c in cells[0]]
    places = {name: head.index(title) for name, title, _most in COLUMNS if title in head}
    missing = [
        title
        for name, title, _most in COLUMNS
        if name not in places and name not in _MAY_BE_MISSING
    ]
    if missing:
        return [], [EntryFault("resource_titles", value=missing[0], line=1)]
    groups: list[tuple[int, list[dict[str, str]]]] = []
    for number, cells_of_line in enumerate(cells[1:], 2):
        line = {name: visible(_cell(cells_of_line, at)) for name, at in places.items()}
        if not any(line.values()):
            continue
        if line["code"] or line["title"] or not groups:
            groups.append((number, [line]))
        else:
            groups[-1][1].append(line)
    return _judged([(number, _entry(found)) for number, found in groups])


_MAY_BE_MISSING = ("side", "related", "published", "basis")


def read_json(data: bytes) -> tuple[list[Entry], list[EntryFault]]:
    """Entries of a JSON file."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        value = None
    return read_objects(value)


def read_objects(value: object) -> tuple[list[Entry], list[EntryFault]]:
    """Entries of JSON: an array of what `Entry.written` gives, or an object with `resources`."""
    found = value.get("resources") if isinstance(value, dict) else value
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        return [], [EntryFault("resource_json")]
    return _judged([(n, _of_object(one)) for n, one in enumerate(found, 1)])


def _judged(found: Sequence[tuple[int, Entry]]) -> tuple[list[Entry], list[EntryFault]]:
    entries = [e for _line, e in found]
    if not entries:
        return [], [EntryFault("resource_none")]
    if len(entries) > MOST_ENTRIES:
        return [], [EntryFault("resource_too_many")]
    twice = repeated(entries)
    wrong = []
    for line, entry in found:
        here = faults(entry)
        if entry.code in twice:
            here.append(EntryFault("resource_code_twice", "code", entry.code))
        wrong += [EntryFault(f.code, f.column, f.value, line) for f in here]
    return entries, wrong


def _cell(line: Line, at: int) -> str:
    return (line[at] if at < len(line) else "") or ""


def _entry(found: Sequence[Mapping[str, str]]) -> Entry:
    first = found[0]
    items = tuple(
        Item(line.get("item", ""), _coded("item_type", line.get("item_type", "")))
        for line in found
        if line.get("item") or line.get("item_type")
    )
    return entry_of(first, items)


def entry_of(texts: Mapping[str, str], items: tuple[Item, ...]) -> Entry:
    """An entry of texts as people write them, by column."""
    plain = {n: texts.get(n, "").strip() for n in NAMES}
    side = next((s for s, words in SIDES.items() if plain["side"] in (s, *words)), plain["side"])
    return Entry(
        side=side or "offers",
        title=plain["title"],
        code=plain["code"],
        provider=plain["provider"],
        provider_code=plain["provider_code"].upper(),
        summary=plain["summary"],
        form=_coded("form", plain["form"]),
        items=items,
        sharing=_coded("sharing", plain["sharing"]),
        condition=plain["condition"],
        way=plain["way"],
        basis=plain["basis"],
        openness=plain["openness"] in (YES, "true", "1"),
        cycle=_coded("cycle", plain["cycle"]),
        published=day_in(plain["published"][:10]),
        related=tuple(c for c in _SPLIT.split(plain["related"]) if c),
    )


def items_of(text: str) -> tuple[Item, ...]:
    """Items as a form holds them: one a line, name and type with a comma between; without a type it is text."""
    out = []
    for line in text.splitlines():
        name, _comma, kind = visible(line).replace("，", ",").partition(",")
        if name.strip():
            out.append(Item(name.strip(), _coded("item_type", kind.strip()) or "text"))
    return tuple(out)


def _of_object(one: Mapping[str, Any]) -> Entry:
    def text(name: str) -> str:
        value = one.get(name)
        return visible(value) if isinstance(value, str) else ""

    given = one.get("items")
    items = tuple(
        Item(visible(str(i.get("name", ""))), _coded("item_type", str(i.get("kind", ""))))
        for i in (given if isinstance(given, list) else [])
        if isinstance(i, dict)
    )
    related = one.get("related")
    texts = {n: text(n) for n in NAMES}
    texts["related"] = "；".join(str(r) for r in related) if isinstance(related, list) else ""
    texts["openness"] = "true" if one.get("openness") is True else ""
    return entry_of(texts, items)


def _coded(column: str, text: str) -> str:
    table = _TABLES[column]
    return text if text in table.names else table.by_word.get(text, text)
