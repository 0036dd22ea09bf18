"""Sending: items that wait become the next file; files are put into the folder.

A file is written to the spool, its number and hash are committed, and then it is put into the folder: a process that
is killed in between leaves a file that was never numbered (removed at the next turn) or one that is numbered and still
to be put there. The spool keeps every file, so that one can be carried over again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
from django.db.models import Q

from anju.domains.exchange.bridge.data.bridge import DATA, MOST_ROWS, OUT, RECEIPT, SUFFIX
from anju.domains.exchange.bridge.models import Bridge, BridgeFileRow
from anju.domains.exchange.bridge.operations.ends import located
from anju.domains.exchange.bridge.operations.folders import put
from anju.domains.exchange.bridge.operations.shielding import held_back, notify_of_shields
from anju.domains.exchange.bridge.queries.standing import (
    CHECKED,
    ITEM,
    current_keys,
    envelope_of,
    own_signer,
)
from anju.domains.exchange.bridge.rules.file_format import Close, Header, write
from anju.domains.exchange.bridge.rules.tables import NAMES, packed
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.crypto import close_envelope, decrypt_many, row_of
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows, run
from anju.foundation.errors import Refused

_BEGAN = datetime(1970, 1, 1, tzinfo=UTC)
KEPT = timedelta(days=90)
"""How long the spool keeps a file after the other side has it: for an end that is restored from a backup."""
_WAITING = """
SELECT id, kind, key, about, region, payload_cipher FROM exchange_bridge_item
WHERE bridge_id = %s AND direction = 'out' AND number IS NULL
  AND NOT (kind = ANY(%s) AND person_id = ANY(%s)) ORDER BY id LIMIT %s FOR UPDATE
"""


@dataclass(frozen=True, slots=True)
class Sending:
    """What a turn made (`files`, `rows`) and what it put into the folder (`written`: names)."""

    files: int
    rows: int
    written: tuple[str, ...]


def send(
    folder: Path,
    spool: Path,
    *,
    actor: Actor,
    at: datetime,
    bridge_id: int | None = None,
    again: bool = False,
) -> Sending:
    """Make files of all that waits and put into the folder what is not there yet, with a receipt of what came.
    `again`: everything the other side has not acknowledged, where a disk was lost. What is about somebody
    shielded waits until that has ended. Commits by itself, file by file.

    `NotFound` ``bridge_unknown``, `Refused` ``bridge_no_key``, ``bridge_spool_lost``.
    """
    made = total = 0
    with acting(actor):
        bridge = located(bridge_id, lock=True)
        found = bridge.pk
        notify_of_shields(bridge, actor=actor, at=at)
    while taken := _make_next(found, spool, actor, at):
        made, total = made + 1, total + taken
    written = _publish(found, folder, spool, actor, at, again=again)
    return Sending(made, total, written)


def _make_next(bridge_id: int, spool: Path, actor: Actor, at: datetime) -> int:
    """The next file; how many rows it has, 0 when nothing waits."""
    with acting(actor):
        bridge = located(bridge_id, lock=True)
        _forget_unnumbered(bridge, spool)
        held = held_back(bridge.pk, at)
        found = rows(_WAITING, [bridge.pk, list(CHECKED), held, MOST_ROWS])
        if not found:
            return 0
        number = bridge.sent_number + 1
        header = Header(
            DATA, bridge.name, bridge.other, number, bridge.sent_hash, _micros(at), keyid=""
        )
        parts = _parts(bridge.pk, found)
        data = write(header, parts, signer=own_signer(), close=_closer(bridge, at))
        own = hashlib.sha256(data).hexdigest()
        put(spool, _name(bridge, number), data)
        run(
            "UPDATE exchange_bridge_item SET number = %s WHERE id = ANY(%s)",
            [number, [r[0] for r in found]],
        )
        BridgeFileRow.objects.create(
            bridge=bridge,
            direction=OUT,
            number=number,
            hash=own,
            rows=len(found),
            size=len(data),
            at=at,
        )
        bridge.sent_number, bridge.sent_hash, bridge.sent_at = number, own, at
        bridge.save(update_fields=["sent_number", "sent_hash", "sent_at"])
        audit.record_write(
            actor,
            action="exchange.bridge_sent",
            subject_kind="exchange_bridge",
            subject_id=bridge.pk,
            at=at,
            detail={"number": number, "rows": len(found)},
        )
    return len(found)


def _parts(bridge_id: int, found: Sequence[tuple[object, ...]]) -> dict[str, tuple[int, bytes]]:
    by_kind: dict[str, list[tuple[object, ...]]] = {}
    for row in found:
        by_kind.setdefault(str(row[1]), []).append(row)
    out = {}
    for kind, some in by_kind.items():
        names = pl.DataFrame(
            {n: [r[c] for r in some] for n, c in zip(NAMES, (2, 3, 4), strict=True)},
            schema=dict.fromkeys(NAMES, pl.String),
        )
        bound = [row_of(bridge_id, OUT, str(r[2])) for r in some]
        contents = decrypt_many([r[5] for r in some], ITEM, rows=bound)  # type: ignore[misc]
        out[kind] = (len(some), packed(kind, names, contents))
    return out


def _closer(bridge: Bridge, at: datetime) -> Close:
    keys = current_keys(bridge.pk, at)
    if not keys:
        raise Refused("bridge_no_key")
    envelope = envelope_of(keys[0])
    return lambda data, context: close_envelope(data, context, envelope)


def _publish(
    bridge_id: int, folder: Path, spool: Path, actor: Actor, at: datetime, *, again: bool
) -> tuple[str, ...]:
    """Put into the folder what is to be there; names."""
    written = []
    with acting(actor):
        bridge = located(bridge_id, lock=True)
        wanted = Q(published_at=None)
        if again:
            wanted |= Q(number__gt=bridge.acknowledged)
        files = BridgeFileRow.objects.filter(wanted, bridge=bridge, direction=OUT, size__gt=0)
        for file in files.order_by("number"):
            name = _name(bridge, file.number)
            data = _spooled(spool / name, file.hash)
            put(folder, name, data)
            written.append(name)
            file.published_at = at
            file.save(update_fields=["published_at"])
        _forget_old(bridge, spool, at)
    receipt = write_receipt(bridge_id, folder, actor=actor, at=at)
    return (*written, *([receipt] if receipt else ()))


def write_receipt(bridge_id: int, folder: Path, *, actor: Actor, at: datetime) -> str:
    """Say to the other side how far its files are taken in; the name of the file, "" before any came."""
    with acting(actor):
        bridge = located(bridge_id, lock=True)
        if not bridge.received_number and not bridge.missing:
            return ""
        made = max(_micros(at), bridge.own_receipt + 1)
        header = Header(
            RECEIPT,
            bridge.name,
            bridge.other,
            number=0,
            previous="",
            made=made,
            keyid="",
            applied=bridge.received_number,
            hash=bridge.received_hash,
            missing=tuple(bridge.missing),
        )
        data = write(header, {}, signer=own_signer(), close=lambda plain, _: plain)
        bridge.own_receipt = made
        bridge.save(update_fields=["own_receipt"])
        name = f"{bridge.name}-{bridge.other}-receipt{SUFFIX}"
    put(folder, name, data)
    return name


def renumber(bridge: Bridge, number: int, own: str, at: datetime) -> None:
    """This end was restored from a backup: numbers go on after the last one the other side has, and what is not sure to
    be there goes again. What it has already changes nothing there. Inside the caller's transaction."""
    sure = min(bridge.acknowledged, number)
    run(
        "UPDATE exchange_bridge_item SET number = NULL WHERE bridge_id = %s AND direction = 'out' AND number > %s",
        [bridge.pk, sure],
    )
    files = BridgeFileRow.objects.filter(bridge=bridge, direction=OUT)
    files.filter(Q(number__gt=sure) | Q(number=number)).delete()
    if number:
        BridgeFileRow.objects.create(
            bridge=bridge,
            direction=OUT,
            number=number,
            hash=own,
            rows=0,
            size=0,
            at=at,
            published_at=at,
        )
    bridge.sent_number, bridge.sent_hash = number, own


def carry_again(bridge: Bridge, numbers: Sequence[int]) -> None:
    """Have files put into the folder once more."""
    BridgeFileRow.objects.filter(bridge=bridge, direction=OUT, number__in=numbers).update(
        published_at=None
    )


def _spooled(path: Path, own: str) -> bytes:
    data = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(data).hexdigest() != own:
        raise Refused("bridge_spool_lost", file=path.name)
    return data


def _forget_unnumbered(bridge: Bridge, spool: Path) -> None:
    """Files of a turn that was killed before its number was committed, which nobody outside has seen."""
    for path in spool.glob(f"{bridge.name}-{bridge.other}-*{SUFFIX}*"):
        number = path.name.removeprefix(f"{bridge.name}-{bridge.other}-").split(".")[0]
        if number.isdecimal() and int(number) > bridge.sent_number:
            path.unlink(missing_ok=True)


def _forget_old(bridge: Bridge, spool: Path, at: datetime) -> None:
    old = BridgeFileRow.objects.filter(
        bridge=bridge, direction=OUT, number__lte=bridge.acknowledged, at__lt=at - KEPT
    )
    for number in old.values_list("number", flat=True):
        (spool / _name(bridge, number)).unlink(missing_ok=True)


def _name(bridge: Bridge, number: int) -> str:
    return f"{bridge.name}-{bridge.other}-{number:08d}{SUFFIX}"


def _micros(at: datetime) -> int:
    return (at - _BEGAN) // timedelta(microseconds=1)
