"""Reading the catalogue, choosing what is in force, and the yes or no. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from anju.domains.permits.benefits.data import (
    ASKABLE_FOR,
    KINDS,
    Entry,
    HeldPermit,
    Verdict,
    VerdictReason,
)
from anju.domains.permits.points.rules.reading import At, text
from anju.domains.permits.transitions.data.states import PermitState
from anju.foundation.errors import Refused

ENDED = frozenset({PermitState.WITHDRAWN, PermitState.EXPIRED, PermitState.CANCELLED})


def read_catalogue(raw: Mapping[str, Any], *, where: str) -> tuple[Entry, ...]:
    """The entries of one published file; `Refused` ``catalogue_invalid`` (`where`, `problem`)."""
    try:
        at = At(raw, where)
        region, source, confidence = (
            str(at("region", "")),
            at.pair("source"),
            text(at("confidence"), where),
        )
        since = at.day("valid_from")
        entries = tuple(
            _entry(one, region, source, confidence, since) for one in at.parts("entitlements")
        )
        at.done()
    except Refused as error:
        raise Refused("catalogue_invalid", **error.params) from error
    return entries


def _entry(
    at: At, region: str, source: tuple[str, str], confidence: str, since: date | None
) -> Entry:
    begins, purposes = at.day("valid_from", since), at("purposes", [])
    if not isinstance(purposes, list):
        raise Refused("catalogue_invalid", where=at.where, problem="purposes: not a list")
    found = Entry(
        code=text(at("code"), at.where),
        kind=str(at("kind")),
        article=str(at("article", "")),
        words=at.words(),
        region=region,
        purposes=tuple(map(str, purposes)),
        valid_from=begins or date.min,
        valid_to=at.day("valid_to", None),
        source=source,
        confidence=str(at("confidence", confidence)),
    )
    at.done()
    if found.kind not in KINDS:
        raise Refused("catalogue_invalid", where=at.where, problem="kind is unknown")
    if strange := set(found.purposes) - set(ASKABLE_FOR):
        raise Refused(
            "catalogue_invalid", where=at.where, problem=f"purposes: {', '.join(sorted(strange))}"
        )
    if begins is None or (found.valid_to is not None and found.valid_to <= begins):
        raise Refused(
            "catalogue_invalid", where=at.where, problem="it needs a beginning, and an end after it"
        )
    return found


def in_force(entries: Iterable[Entry], *, region: str, day: date) -> tuple[Entry, ...]:
    """What holds in a region on that day, in the order published. Of one code the nearest region's word counts, and of
    that the latest."""
    best: dict[str, Entry] = {}
    for one in entries:
        if (
            not region.startswith(one.region)
            or one.valid_from > day
            or (one.valid_to and one.valid_to <= day)
        ):
            continue
        before = best.get(one.code)
        if before is None or (len(one.region), one.valid_from) >= (
            len(before.region),
            before.valid_from,
        ):
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
