"""What is wrong with an entry of the catalogue, beside the guide and the regulation on sharing. No tables, no clock."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from anju.domains.exchange.catalogue.data.entries import (
    LONGEST,
    MOST_ITEMS,
    NEEDS,
    SIDES,
    Entry,
    EntryFault,
)
from anju.foundation import codes
from anju.foundation.credit_codes import credit_code_fault

CODE = re.compile(r"[123][0-9]{2}[0-9]{3}[0-9]{0,24}/[0-9]{1,12}")
"""Class (base, theme, department), item, subject, detail; "/" and a number of free length."""
_LAW = re.compile(r"《[^《》]+》")
FREE, CONDITIONAL, CLOSED = "1", "2", "3"


def faults(entry: Entry) -> list[EntryFault]:
    """Everything that is wrong, in the order of the columns."""
    return [*_named(entry), *_coded(entry), *_items(entry), *_shared(entry)]


def repeated(entries: Sequence[Entry]) -> set[str]:
    """Codes that stand there more than once."""
    seen: set[str] = set()
    return {e.code for e in entries if e.code in seen or seen.add(e.code)}  # type: ignore[func-returns-value]


def _named(entry: Entry) -> Iterator[EntryFault]:
    if entry.side not in SIDES:
        yield EntryFault("resource_side", "side", entry.side)
    for column in ("title", "provider", "summary"):
        if not getattr(entry, column):
            yield EntryFault("resource_empty", column)
    for column in ("title", "code", "provider", "summary", "condition", "way", "basis"):
        if len(getattr(entry, column)) > LONGEST[column]:
            yield EntryFault("resource_long", column)


def _coded(entry: Entry) -> Iterator[EntryFault]:
    if not CODE.fullmatch(entry.code):
        yield EntryFault("resource_code", "code", entry.code)
    unknown = entry.side == NEEDS and not entry.provider_code
    if not unknown and credit_code_fault(entry.provider_code):
        yield EntryFault("resource_credit_code", "provider_code", entry.provider_code)
    if entry.form not in codes.RESOURCE_FORMAT.names:
        yield EntryFault("resource_word", "form", entry.form)
    if entry.cycle not in codes.RESOURCE_CYCLE.names:
        yield EntryFault("resource_word", "cycle", entry.cycle)
    for code in entry.related:
        if not CODE.fullmatch(code) or code == entry.code:
            yield EntryFault("resource_related", "related", code)


def _items(entry: Entry) -> Iterator[EntryFault]:
    names = [i.name for i in entry.items]
    if not names:
        yield EntryFault("resource_empty", "item")
    if len(names) > MOST_ITEMS:
        yield EntryFault("resource_items", "item")
    for n, item in enumerate(entry.items):
        if not item.name or len(item.name) > LONGEST["item"]:
            yield EntryFault("resource_item", "item", item.name[:20])
        elif item.name in names[:n]:
            yield EntryFault("resource_item_twice", "item", item.name)
        if item.kind not in codes.RESOURCE_ITEM_TYPE.names:
            yield EntryFault("resource_word", "item_type", item.kind)


def _shared(entry: Entry) -> Iterator[EntryFault]:
    if entry.sharing not in codes.RESOURCE_SHARING.names:
        yield EntryFault("resource_word", "sharing", entry.sharing)
        return
    if entry.sharing == FREE and entry.condition:
        yield EntryFault("resource_added_condition", "condition", entry.condition)
    if entry.sharing == CONDITIONAL and not entry.condition:
        yield EntryFault("resource_condition", "condition")
    if entry.sharing != FREE and not _LAW.search(entry.basis):
        yield EntryFault("resource_basis", "basis", entry.basis)
    if entry.sharing != CLOSED and not entry.way:
        yield EntryFault("resource_empty", "way")
    if entry.sharing == CLOSED and entry.openness:
        yield EntryFault("resource_open", "openness")
