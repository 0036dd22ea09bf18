"""Files made by a job: asked for, written in pieces, read once or more by the one who asked, deleted after `TERM`.

Row-level security admits an export to its owner and to the platform alone.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.crypto import decrypt, encrypt, row_of
from anju.foundation.crypto.binding import BoundColumn
from anju.foundation.crypto.blobs import decrypt_bytes, encrypt_bytes
from anju.foundation.errors import NotAllowed, NotFound, Refused
from anju.foundation.exports import models

__all__ = [
    "BOUND",
    "MOST_WAITING",
    "PART_BYTES",
    "TERM",
    "Export",
    "ask",
    "asked_of",
    "assign",
    "delete",
    "expire",
    "fail",
    "finish",
    "one",
    "open_one",
    "parts",
    "recent",
    "restart",
    "waiting",
    "write",
]

TERM = timedelta(days=3)
"""How long a file is kept: over a weekend."""
MOST_WAITING = 5
"""Files of one account that may be in the making at a time."""
PART_BYTES = 1024 * 1024
"""Size of a piece, as it is encrypted and stored."""
_ASKED, _DATA = "export.asked", "export.part"
BOUND = (
    BoundColumn("exports_export", "asked_cipher", "selector", (_ASKED,)),
    BoundColumn("exports_part", "data_cipher", "export_id, number", (_DATA,), file=True),
)
"""Values that are bound to their rows."""


@dataclass(frozen=True, slots=True)
class Export:
    """A file that somebody asked for: which list, under which purpose, `rights` and `scopes` (see `models.Export`),
    and how far it is. `state`: waiting (for the worker, or being written), ready, failed (`failure`, a code, with
    `failure_params`)."""

    id: int
    selector: str
    kind: str
    title: str
    file_name: str
    language: str
    owner_id: int
    purpose: str
    channel: str
    request_id: str
    rights: str
    scopes: frozenset[str]
    task_id: int | None
    state: str
    rows: int
    size: int
    failure: str
    failure_params: dict[str, Any]
    asked_at: datetime
    finished_at: datetime | None
    delete_after: datetime


def ask(
    actor: Actor,
    *,
    kind: str,
    title: str,
    file_name: str,
    asked: Mapping[str, str],
    language: str,
    rights: str,
    scopes: Sequence[str] = (),
    at: datetime,
) -> tuple[Export, bool]:
    """Note that this user wants this list as a file; False beside it when the same is in the making already.

    Raises `Refused` ``exports_waiting`` when `MOST_WAITING` others are.
    """
    owner = _user(actor)
    known = list(models.Export.objects.filter(owner_id=owner, state="waiting").select_for_update())
    for row in known:
        if row.kind == kind and row.purpose == actor.purpose and _asked(row) == dict(asked):
            return _frozen(row), False
    if len(known) >= MOST_WAITING:
        raise Refused("exports_waiting", most=MOST_WAITING)
    selector = secrets.token_hex(16)
    row = models.Export.objects.create(
        selector=selector,
        kind=kind,
        title=title,
        file_name=file_name,
        asked_cipher=encrypt(json.dumps(dict(asked)), _ASKED, row=row_of(selector)),
        language=language,
        owner_id=owner,
        purpose=actor.purpose,
        channel=actor.channel,
        request_id=actor.request_id,
        rights=rights,
        scopes=sorted(scopes),
        asked_at=at,
        delete_after=at + TERM,
    )
    audit.record_write(
        actor,
        action="export.ask",
        subject_kind="export",
        subject_id=selector,
        at=at,
        detail={"kind": kind},
    )
    return _frozen(row), True


def assign(export_id: int, task_id: int) -> None:
    """Name the task whose figures tell how far it is."""
    models.Export.objects.filter(id=export_id).update(task_id=task_id)


def one(selector: str) -> Export:
    """The file of an address. `NotFound` ``export_unknown`` for absent, deleted and others' alike."""
    row = models.Export.objects.filter(selector=selector[:32].replace("\x00", "")).first()
    if row is None:
        raise NotFound("export_unknown", days=TERM.days)
    return _frozen(row)


def recent(owner: Actor, *, limit: int = 50) -> list[Export]:
    """The newest files of this user."""
    found = models.Export.objects.filter(owner_id=_user(owner)).order_by("-id")[:limit]
    return [_frozen(row) for row in found]


def open_one(export_id: int) -> Export | None:
    """What is still to be made; None when it was deleted or has ended."""
    row = models.Export.objects.filter(id=export_id, state="waiting").first()
    return None if row is None else _frozen(row)


def asked_of(export: Export) -> dict[str, str]:
    """The filters of the list."""
    return _asked(models.Export.objects.get(id=export.id))


def restart(export_id: int) -> None:
    """Throw away what a worker that died has written."""
    models.Part.objects.filter(export_id=export_id).delete()


def write(export_id: int, owner_id: int, number: int, data: bytes) -> None:
    """Add a piece."""
    models.Part.objects.create(
        export_id=export_id,
        owner_id=owner_id,
        number=number,
        data_cipher=encrypt_bytes(data, _DATA, row=row_of(export_id, number)),
    )


def finish(export_id: int, *, rows: int, size: int, at: datetime) -> None:
    """The file is whole: from now on it can be downloaded, until its term ends."""
    models.Export.objects.filter(id=export_id, state="waiting").update(
        state="ready", rows=rows, size=size, finished_at=at, delete_after=at + TERM
    )


def fail(export_id: int, *, code: str, params: Mapping[str, Any], at: datetime) -> bool:
    """It could not be made, for this reason; nothing of it is kept. False when it had ended already."""
    changed = models.Export.objects.filter(id=export_id, state="waiting").update(
        state="failed", failure=code[:60], failure_params=dict(params), finished_at=at
    )
    if changed:
        restart(export_id)
    return bool(changed)


def parts(export: Export) -> Iterator[bytes]:
    """The pieces of a file that is ready. Each is read when the one before it is on its way."""
    numbers = range(models.Part.objects.filter(export_id=export.id).count())
    for number in numbers:
        row = models.Part.objects.get(export_id=export.id, number=number)
        yield decrypt_bytes(row.data_cipher, _DATA, row=row_of(export.id, number))


def delete(actor: Actor, export: Export, *, at: datetime) -> None:
    """Delete one's own file before its term."""
    _remove([export.id])
    audit.record_write(
        actor, action="export.delete", subject_kind="export", subject_id=export.selector, at=at
    )


def expire(at: datetime) -> int:
    """Delete files whose term has ended; how many there were."""
    return _remove(models.Export.objects.filter(delete_after__lte=at).values_list("id", flat=True))


def waiting() -> list[int]:
    """Files in the making, of everybody the scope in force admits."""
    return list(models.Export.objects.filter(state="waiting").values_list("id", flat=True))


def _remove(ids: Iterable[int]) -> int:
    gone = list(ids)
    models.Part.objects.filter(export_id__in=gone).delete()
    return models.Export.objects.filter(id__in=gone).delete()[0]


def _user(actor: Actor) -> int:
    if actor.user_id is None:
        raise NotAllowed("signed_out")
    return actor.user_id


def _asked(row: models.Export) -> dict[str, str]:
    known: dict[str, str] = json.loads(decrypt(row.asked_cipher, _ASKED, row=row_of(row.selector)))
    return known


def _frozen(row: models.Export) -> Export:
    return Export(
        id=row.id,
        selector=row.selector,
        kind=row.kind,
        title=row.title,
        file_name=row.file_name,
        language=row.language,
        owner_id=row.owner_id,
        purpose=row.purpose,
        channel=row.channel,
        request_id=row.request_id,
        rights=row.rights,
        scopes=frozenset(row.scopes),
        task_id=row.task_id,
        state=row.state,
        rows=row.rows,
        size=row.size,
        failure=row.failure,
        failure_params=row.failure_params,
        asked_at=row.asked_at,
        finished_at=row.finished_at,
        delete_after=row.delete_after,
    )
