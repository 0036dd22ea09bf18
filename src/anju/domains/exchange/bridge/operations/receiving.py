"""Receiving: each file in the folder is proved, and the next of its chain is taken in, all of it or nothing.

What was taken in changes nothing when it comes again. A file that is not as it should be stays where it is, its fault
is kept for the page, and the receipt asks again for what is missing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import polars as pl
from django.db import connection

from anju.domains.exchange.bridge.data.bridge import (
    ANSWER,
    IN,
    MOST_BYTES,
    OUT,
    RECEIPT,
    FileOutcome,
    Position,
    Verdict,
)
from anju.domains.exchange.bridge.models import Bridge, BridgeFileRow
from anju.domains.exchange.bridge.operations.ends import located
from anju.domains.exchange.bridge.operations.folders import found
from anju.domains.exchange.bridge.operations.sending import carry_again, renumber, write_receipt
from anju.domains.exchange.bridge.queries.standing import (
    ANSWERED,
    ITEM,
    current_keys,
    public_key,
)
from anju.domains.exchange.bridge.rules.chain import (
    Step,
    acknowledged,
    missing_before,
    step,
)
from anju.domains.exchange.bridge.rules.file_format import (
    BridgeFault,
    BridgeFile,
    Header,
    read,
    tables,
)
from anju.domains.exchange.bridge.rules.tables import unpacked
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.crypto import encrypt_many, open_envelope, row_of
from anju.foundation.db.arrays import copy_frame
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import joined, run
from anju.foundation.frames import SLICE

_TAKE = """
INSERT INTO exchange_bridge_item (bridge_id, direction, key, kind, about, region, payload_cipher, number, state, result,
  at) SELECT %s, 'in', key, kind, about, area, payload, %s, 'open', '', %s FROM bridge_taken
ON CONFLICT (bridge_id, direction, key) DO NOTHING
"""
_ANSWER = """
UPDATE exchange_bridge_item i SET state = 'answered', result = a.verdict, answer_cipher = a.answer, done_at = %s
FROM {source} AS a(key, verdict, answer) WHERE i.bridge_id = %s AND i.direction = 'out' AND i.key = a.key
  AND i.state = 'open'
"""


def receive(
    folder: Path,
    *,
    actor: Actor,
    at: datetime,
    bridge_id: int | None = None,
    reply: Path | None = None,
    remove: bool = False,
) -> list[FileOutcome]:
    """Take in what lies in the folder, in order of its numbers; what became of each file. Commits file by file.
    `reply`: where the receipt is put. `remove`: files that are taken in, here or before, are removed.

    `NotFound` ``bridge_unknown``."""
    with acting(actor):
        bridge = located(bridge_id)
    outcomes: list[FileOutcome] = []
    ahead: set[int] = set()
    for path, header in found(folder) if folder.is_dir() else ():
        if _own(bridge, path, header):
            continue
        outcome = take_file(bridge.pk, path, ahead, actor=actor, at=at)
        outcomes.append(outcome)
        if remove and not outcome.fault:
            path.unlink(missing_ok=True)
    _note(bridge.pk, outcomes, ahead, actor, at)
    if reply is not None and outcomes:
        write_receipt(bridge.pk, reply, actor=actor, at=at)
    return outcomes


def _own(bridge: Bridge, path: Path, header: Header | None) -> bool:
    """One of ours that waits to be carried away; a name alone is not believed."""
    return (
        path.name.startswith(f"{bridge.name}-{bridge.other}-")
        and header is not None
        and (header.sender, header.receiver) == (bridge.name, bridge.other)
    )


def take_file(
    bridge_id: int, path: Path, ahead: set[int], *, actor: Actor, at: datetime
) -> FileOutcome:
    """One file, in a transaction of its own. `ahead`: numbers of good files that cannot be taken in yet."""
    if path.stat().st_size > MOST_BYTES:
        return FileOutcome(path.name, "bridge_file_form")
    data = path.read_bytes()
    try:
        with acting(actor):
            bridge = located(bridge_id, lock=True)
            keys = {k.kid: public_key(k) for k in current_keys(bridge.pk, at)}
            file = read(data, here=bridge.name, there=bridge.other, key_of=keys.get)
            if file.header.kind == RECEIPT:
                return FileOutcome(path.name, _receipt(bridge, file.header, actor, at))
            return _in_turn(bridge, file, path.name, ahead, actor, at)
    except BridgeFault as fault:
        return FileOutcome(path.name, fault.code)


def _in_turn(
    bridge: Bridge, file: BridgeFile, name: str, ahead: set[int], actor: Actor, at: datetime
) -> FileOutcome:
    header = file.header
    before = BridgeFileRow.objects.filter(bridge=bridge, direction=IN, number=header.number)
    known = before.values_list("hash", flat=True).first()
    last = Position(bridge.received_number, bridge.received_hash)
    turn = step(last, header.number, header.previous, file.hash, known)
    if turn is Step.GAP:
        ahead.add(header.number)
    if turn is not Step.NEXT:
        return FileOutcome(name, turn.value, header.number)
    count = 0
    parts = tables(file, open_envelope)
    for kind, rows, _ in header.parts:
        names, contents = unpacked(kind, parts[kind], rows)
        count += rows
        if kind == ANSWER:
            _take_answers(bridge, names, contents, at)
        else:
            _take_items(bridge, kind, names, contents, header.number, at)
    BridgeFileRow.objects.create(
        bridge=bridge,
        direction=IN,
        number=header.number,
        hash=file.hash,
        rows=count,
        size=len(file.content),
        at=at,
        published_at=at,
    )
    bridge.received_number, bridge.received_hash, bridge.received_at = (
        header.number,
        file.hash,
        at,
    )
    bridge.save(update_fields=["received_number", "received_hash", "received_at"])
    audit.record_write(
        actor,
        action="exchange.bridge_received",
        subject_kind="exchange_bridge",
        subject_id=bridge.pk,
        at=at,
        detail={"number": header.number, "rows": count},
    )
    return FileOutcome(name, "next", header.number, count)


def _take_items(
    bridge: Bridge,
    kind: str,
    names: pl.DataFrame,
    contents: Sequence[str],
    number: int,
    at: datetime,
) -> None:
    for first in range(0, names.height, SLICE):
        some = names.slice(first, SLICE)
        bound = [row_of(bridge.pk, IN, k) for k in some["key"].to_list()]
        ciphers = encrypt_many(contents[first : first + SLICE], ITEM, rows=bound)
        payload = pl.Series("payload", ciphers, dtype=pl.Binary)
        with connection.cursor() as cur:
            cur.execute(
                "CREATE TEMP TABLE IF NOT EXISTS bridge_taken"
                " (key text, about text, area text, payload bytea, kind text) ON COMMIT DROP;"
                " TRUNCATE bridge_taken"
            )
        copy_frame("bridge_taken", some.with_columns(payload, pl.lit(kind).alias("kind")))
        run(_TAKE, [bridge.pk, number, at])


def _take_answers(
    bridge: Bridge, names: pl.DataFrame, contents: Sequence[str], at: datetime
) -> None:
    """Answers find the items they are about; to one that was answered before, the first answer holds."""
    verdicts = {v.value for v in Verdict}
    for first in range(0, names.height, SLICE):
        about = names["about"].slice(first, SLICE).to_list()
        texts = contents[first : first + SLICE]
        words = [str(json.loads(t).get("verdict")) for t in texts]
        if not set(words) <= verdicts:
            raise BridgeFault("bridge_content")
        bound = [row_of(bridge.pk, OUT, k) for k in about]
        ciphers = encrypt_many(texts, ANSWERED, rows=bound)
        source, values = joined(
            {"key": ("text", about), "verdict": ("text", words), "answer": ("bytea", ciphers)}
        )
        run(_ANSWER.format(source=source), [at, *values, bridge.pk])


def _receipt(bridge: Bridge, header: Header, actor: Actor, at: datetime) -> str:
    """Note how far the other side is. One that is older than the newest we have changes nothing."""
    if header.made <= bridge.receipt:
        return "old_receipt"
    applied = Position(header.applied, header.hash)
    file = BridgeFileRow.objects.filter(bridge=bridge, direction=OUT, number=applied.number)
    known = file.values_list("hash", flat=True).first()
    found = acknowledged(bridge.sent_number, applied, known, header.missing)
    if found.restored:
        renumber(bridge, applied.number, applied.hash, at)
        audit.record_write(
            actor,
            action="exchange.bridge_renumbered",
            subject_kind="exchange_bridge",
            subject_id=bridge.pk,
            at=at,
            detail={"number": applied.number},
        )
    again = [*found.again]
    if applied.number < bridge.acknowledged:  # the other side was restored from a backup
        again += range(applied.number + 1, bridge.acknowledged + 1)
    carry_again(bridge, again)
    bridge.acknowledged, bridge.acknowledged_at, bridge.receipt = applied.number, at, header.made
    bridge.save()
    return RECEIPT


def _note(
    bridge_id: int, outcomes: Sequence[FileOutcome], ahead: set[int], actor: Actor, at: datetime
) -> None:
    """What the page says: the last fault, and which numbers are missing."""
    if not outcomes:
        return
    with acting(actor):
        bridge = located(bridge_id, lock=True)
        fault = next((o for o in outcomes if o.fault), None)
        missing = list(missing_before(bridge.received_number, ahead))
        bridge.missing, bridge.failure = missing, fault.code if fault else ""
        bridge.failure_at = at if fault else None
        bridge.save(update_fields=["missing", "failure", "failure_at"])
        if fault:
            audit.record_write(
                actor,
                action="exchange.bridge_fault",
                subject_kind="exchange_bridge",
                subject_id=bridge.pk,
                at=at,
                detail={"files": [[o.name[:80], o.code] for o in outcomes if o.fault][:50]},
            )
