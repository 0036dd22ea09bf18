"""Reading the catalogue, choosing what is in force, and the yes or no. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from anju.domains.permits.benefits.data import (
    ASKABLE_FOR,
    KINDS,
    Entry,
    HeldPermit,
    Verdict,
    VerdictReason,
)
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.foundation.law.reading import Part, Text
from anju.foundation.law.validity import holding_in, rank

ENDED = frozenset({PermitState.WITHDRAWN, PermitState.EXPIRED, PermitState.CANCELLED})


def read_catalogue(part: Part, *, region: str) -> tuple[Entry, ...]:
    """The benefits of one catalogue of a region; `Refused` ``law_file_invalid`` (`where`, `problem`)."""
    source, confidence, since = part.pair("source"), part.confidence(), part.since()
    entries = tuple(_entry(one, region, source, confidence, since) for one in part.parts("entries"))
    part.done()
    return entries


def _entry(part: Part, region: str, source: Text, confidence: str, since: date) -> Entry:
    begins = part.day("valid_from", since) or since
    found = Entry(
        code=part.text("code"),
        kind=part.text("kind"),
        article=str(part("article", "")),
        words=part.words(),
        region=region,
        purposes=part.texts("purposes", ()),
        valid_from=begins,
        valid_to=part.until(begins),
        source=source,
        confidence=part.confidence(confidence),
    )
    part.done()
    if found.kind not in KINDS:
        raise part.wrong("unknown", "kind")
    if strange := set(found.purposes) - set(ASKABLE_FOR):
        raise part.wrong(f"unknown: {', '.join(sorted(strange))}", "purposes")
    return found


def in_force(entries: Iterable[Entry], *, region: str, day: date) -> tuple[Entry, ...]:
    """What holds in a region on that day, in the order published. Of one code the nearest region's word counts, and of
    that the latest."""
    best: dict[str, Entry] = {}
    for one in holding_in(entries, region, day):
        before = best.get(one.code)
        if before is None or rank(one) >= rank(before):
            best[one.code] = one
    return tuple(best.values())


def verdict(
    permit: HeldPermit | None, *, here: bool, offered: bool, by_number: bool, day: date
) -> Verdict:
    """Yes or no about one holder on that day.

    `here`: the permit lies in the asker's area; elsewhere it is as if there were none. `offered`: the benefit holds
    where the permit is. A permit reported lost still
    entitles its holder, who proves to be who they are by other means; only the lost number no longer opens anything
    (`by_number`). An endorsement that ran out suspends from its last day on, whether or not anybody noted it yet
    (Order 663 art. 10).
    """
    if permit is None or not here or permit.state == PermitState.IN_PRODUCTION:
        return Verdict(VerdictReason.NOBODY)
    if not offered:
        return Verdict(VerdictReason.NOT_OFFERED)
    if permit.state in ENDED or (permit.valid_until is not None and permit.valid_until <= day):
        return Verdict(VerdictReason.ENDED)
    if permit.state == PermitState.LOST and by_number:
        return Verdict(VerdictReason.LOST)
    if permit.state == PermitState.SUSPENDED:
        return Verdict(VerdictReason.SUSPENDED, permit.suspended_on)
    if permit.endorsed_until is not None and permit.endorsed_until <= day:
        return Verdict(VerdictReason.SUSPENDED, permit.endorsed_until)
    return Verdict(VerdictReason.ENTITLED)
