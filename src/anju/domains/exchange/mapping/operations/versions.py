"""Writing a mapping anew and putting it in force. Every step leaves its audit row."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from anju.domains.exchange.mapping.data.mappings import Mapping
from anju.domains.exchange.mapping.models import MappingVersion
from anju.domains.exchange.mapping.rules.soundness import mapping_faults
from anju.domains.exchange.mapping.rules.trying import failures
from anju.domains.exchange.mapping.rules.written import from_json, to_json
from anju.domains.exchange.sources.data.sources import MANAGE, Source
from anju.domains.people import api as people
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.errors import Conflict, NotFound, Refused


def save_draft(source: Source, mapping: Mapping, *, actor: Actor, at: datetime) -> int:
    """Keep a mapping as the draft of its source, in place of an earlier draft; its number. It may have faults.

    `Refused` ``mapping_source`` for the mapping of another source, ``mapping_test_real`` when a test row has the
    identity number of somebody on file whom the actor sees: test rows are invented.
    """
    actor.require(MANAGE)
    if mapping.source != source.code:
        raise Refused("mapping_source", source=mapping.source)
    _require_invented(mapping)
    row = MappingVersion.objects.select_for_update().filter(source=source.code, state="draft")
    found = row.first()
    if found is None:
        last = MappingVersion.objects.filter(source=source.code).aggregate(n=Max("number"))["n"]
        found = MappingVersion(source=source.code, number=(last or 0) + 1)
    content = to_json(mapping)
    if found.pk is not None and found.content == content:
        return found.number
    found.content, found.made_label, found.made_at = content, actor.label[:100], at
    found.save()
    _record(actor, "exchange.mapping_written", found, at)
    return found.number


def _require_invented(mapping: Mapping) -> None:
    numbers = sorted(
        {
            value.upper()
            for test in mapping.tests
            for value in (*test.given.values(), *(test.expected or {}).values())
            if value and len(value) == 18
        }
    )
    if people.by_citizen_numbers(numbers):
        raise Refused("mapping_test_real")


def publish(source: Source, *, actor: Actor, at: datetime) -> int:
    """Put the draft in force; the version before it stays on file. Its number.

    `NotFound` ``mapping_no_draft``; `Refused` ``mapping_unsound`` (`fault`, `field`: the first),
    ``mapping_untested`` without a test row that passes and one that is refused, ``mapping_tests_fail`` (`rows`).
    """
    actor.require(MANAGE)
    rows = {
        r.state: r
        for r in MappingVersion.objects.select_for_update().filter(
            source=source.code, state__in=["draft", "published"]
        )
    }
    row = rows.get("draft")
    if row is None:
        raise NotFound("mapping_no_draft")
    mapping = from_json(row.content)
    require_tested(source, mapping)
    if "published" in rows:
        rows["published"].state = "retired"
        rows["published"].save(update_fields=["state"])
    row.state, row.published_label, row.published_at = "published", actor.label[:100], at
    row.save(update_fields=["state", "published_label", "published_at"])
    _record(actor, "exchange.mapping_published", row, at)
    return row.number


def require_tested(source: Source, mapping: Mapping) -> None:
    """Raise the `Refused` of `publish` unless the mapping has no fault and its test rows hold."""
    if faults := mapping_faults(source, mapping):
        code, field = faults[0]
        raise Refused("mapping_unsound", fault=code, field=field)
    kinds = {test.refused is None for test in mapping.tests}
    if kinds != {True, False}:
        raise Refused("mapping_untested")
    if failed := failures(source, mapping):
        raise Refused("mapping_tests_fail", rows=[str(f.number) for f in failed])


def discard_draft(source: Source, *, actor: Actor, at: datetime) -> None:
    """Forget the draft. `Conflict` ``mapping_no_draft`` when there is none."""
    actor.require(MANAGE)
    row = MappingVersion.objects.select_for_update().filter(source=source.code, state="draft")
    found = row.first()
    if found is None:
        raise Conflict("mapping_no_draft")
    _record(actor, "exchange.mapping_discarded", found, at)
    found.delete()


def _record(actor: Actor, action: str, row: MappingVersion, at: datetime) -> None:
    audit.record_write(
        actor,
        action=action,
        subject_kind="exchange_mapping",
        subject_id=row.source,
        at=at,
        detail={"version": str(row.number)},
    )
