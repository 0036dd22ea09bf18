"""Writing the catalogue: an entry as a new version, a whole file at once, withdrawing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from anju.domains.exchange.catalogue.data.entries import MOST_BYTES, Entry, EntryFault, Imported
from anju.domains.exchange.catalogue.models import CatalogueEntry, CatalogueEntryVersion
from anju.domains.exchange.catalogue.queries.entries import first_entries
from anju.domains.exchange.catalogue.rules.checking import faults
from anju.domains.exchange.catalogue.rules.tables import read_json, read_lines, read_objects
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.sheets.reader import read_cells

MANAGE = "exchange.manage"


class EntriesRefused(Refused):
    """A file, or an entry, none of which is taken. `faults`: everything that is wrong with it."""

    def __init__(self, found: Sequence[EntryFault]) -> None:
        """The first fault gives the code."""
        first = found[0]
        super().__init__(first.code, column=first.column, value=first.value, line=first.line)
        self.faults = tuple(found)


def save_entry(entry: Entry, *, seen: int, actor: Actor, at: datetime) -> int:
    """Write an entry as its next version; the number of the version that holds. Unchanged it stays as it is.

    `seen`: the number of the version that was edited, 0 for a new entry. Raises `EntriesRefused`, `Conflict`
    ``resource_changed`` where there is a newer one, ``resource_known`` where a new entry's code is taken.
    """
    actor.require(MANAGE)
    wrong = faults(entry)
    if wrong:
        raise EntriesRefused(wrong)
    with transaction.atomic():
        _one_at_a_time()
        row = CatalogueEntry.objects.filter(code=entry.code).first()
        if row is not None and row.latest != seen:
            if _content(row) == entry.written():
                return row.latest
            raise Conflict("resource_known" if seen == 0 else "resource_changed")
        _write([entry], actor, at)
        return CatalogueEntry.objects.values_list("latest", flat=True).get(code=entry.code)


def import_entries(data: bytes, file_name: str, *, actor: Actor, at: datetime) -> Imported:
    """Take a whole table or JSON file in, or nothing of it: entries with their codes are added or get a next version.
    What stands in the catalogue and not in the file stays. Raises `EntriesRefused` with every fault, `Refused`
    ``resource_too_large`` and what `read_cells` raises."""
    actor.require(MANAGE)
    found, wrong = read_file(data, file_name)
    if wrong:
        raise EntriesRefused(wrong)
    with transaction.atomic():
        _one_at_a_time()
        return _write(found, actor, at)


def read_file(data: bytes, file_name: str) -> tuple[list[Entry], list[EntryFault]]:
    """The entries of a file and what is wrong with them."""
    if len(data) > MOST_BYTES:
        raise Refused("resource_too_large", mb=MOST_BYTES >> 20)
    if file_name.lower().endswith(".json"):
        return read_json(data)
    book = read_cells(data, file_name)
    return read_lines([list(line) for sheet in book.sheets[:1] for line in sheet.cells.iter_rows()])


def enter_first(provider: str, provider_code: str, *, actor: Actor, at: datetime) -> Imported:
    """Enter what a place of this kind offers and needs, with its provider. Raises `EntriesRefused`."""
    actor.require(MANAGE)
    own = [
        {
            "provider": provider.strip(),
            "provider_code": provider_code.strip(),
            "published": local_date(at).isoformat(),
            **one,
        }
        for one in first_entries()
    ]
    found, wrong = read_objects(own)
    if wrong:
        raise EntriesRefused(wrong)
    with transaction.atomic():
        _one_at_a_time()
        return _write(found, actor, at)


def withdraw_entry(code: str, *, actor: Actor, at: datetime) -> None:
    """Take an entry out of the catalogue; its versions stay readable. A second time changes nothing. `NotFound`
    ``resource_unknown``."""
    actor.require(MANAGE)
    row = CatalogueEntry.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NotFound("resource_unknown")
    if row.withdrawn_at is None:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        _record(actor, "exchange.resource_withdrawn", code, at)


def _write(found: Sequence[Entry], actor: Actor, at: datetime) -> Imported:
    """Add what is new or changed; how many of each. The caller holds the lock."""
    held = {r.code: r for r in CatalogueEntry.objects.filter(code__in=[e.code for e in found])}
    last = {
        v.entry_id: v.content
        for v in CatalogueEntryVersion.objects.filter(entry__in=held.values()).order_by("number")
    }
    added = changed = 0
    for entry in found:
        row = held.get(entry.code)
        if row is None:
            row = CatalogueEntry(code=entry.code, latest=0)
            added += 1
        elif last[row.pk] == entry.written() and row.withdrawn_at is None:
            continue
        else:
            changed += 1
        row.side, row.latest, row.withdrawn_at = entry.side, row.latest + 1, None
        row.words = _words(entry)
        row.save()
        CatalogueEntryVersion.objects.create(
            entry=row,
            number=row.latest,
            content=entry.written(),
            by_label=actor.label[:100],
            at=at,
        )
        _record(actor, "exchange.resource_saved", entry.code, at, version=row.latest)
    return Imported(added, changed, len(found) - added - changed)


def _words(entry: Entry) -> str:
    parts = (entry.code, entry.title, entry.provider, entry.summary, *(i.name for i in entry.items))
    return "\n".join(parts).casefold()


def _content(row: CatalogueEntry) -> Any:  # noqa: ANN401 - the stored JSON
    return row.versions.values_list("content", flat=True).get(number=row.latest)


def _one_at_a_time() -> None:
    rows("SELECT pg_advisory_xact_lock(hashtextextended('exchange_catalogue', 0))")


def _record(actor: Actor, action: str, code: str, at: datetime, **detail: object) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="exchange_resource",
        subject_id=code,
        at=at,
        detail=detail,
    )
