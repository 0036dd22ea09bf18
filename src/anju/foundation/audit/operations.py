"""Writing the trail, in the caller's transaction: no change without its line, no line without its change.

Plain SQL, not the ORM: an INSERT that returns nothing needs no right to read what it wrote, and a million lines are one
statement. The caller may not see the trail it writes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from anju.foundation.actor import Actor
from anju.foundation.audit.data import Kind
from anju.foundation.db.arrays import literal
from anju.foundation.db.replica import on_primary
from anju.foundation.db.statements import Columns, joined, run
from anju.foundation.progress.clock import require_clock

_CONSTANT = "at, kind, user_id, actor_label, role, action, purpose, channel, request_id, fields, subject_kind"
_VARYING = "subject_id, person_id, detail"
_INSERT = (
    f"INSERT INTO audit_entry ({_CONSTANT}, {_VARYING}) "
    "SELECT %s::timestamptz, %s::text, %s::bigint, %s::text, %s::text, %s::text, %s::text, %s::text, %s::text,"
    " %s::text[], %s::text, "
)


def record_write(
    actor: Actor,
    *,
    action: str,
    subject_kind: str,
    subject_id: object,
    at: datetime,
    person_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Record one change. `detail` says what changed in codes and ids, never in sensitive values."""
    _record(
        actor,
        Kind.WRITE,
        action,
        subject_kind,
        at,
        "%s::text, %s::bigint, %s::jsonb",
        [str(subject_id), person_id, _json(detail)],
    )


def record_refused(
    actor: Actor,
    *,
    action: str,
    subject_kind: str,
    subject_id: object,
    at: datetime,
    person_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Record an attempt that was refused. Call it after the refused transaction has rolled back, or it goes with it."""
    _record(
        actor,
        Kind.REFUSED,
        action,
        subject_kind,
        at,
        "%s::text, %s::bigint, %s::jsonb",
        [str(subject_id), person_id, _json(detail)],
    )


def record_writes(
    actor: Actor,
    *,
    action: str,
    subject_kind: str,
    subject_ids: Sequence[object],
    at: datetime,
    person_ids: Sequence[int | None] | None = None,
    details: Sequence[Mapping[str, Any] | None] | None = None,
) -> None:
    """Record one change a subject, as one statement. Columns must be of equal length; `ValueError` otherwise."""
    count = len(subject_ids)
    for column in (person_ids, details):
        if column is not None and len(column) != count:
            raise ValueError("columns of unequal length")
    if not count:
        return
    texts = None if details is None else _texts(details)
    _record(
        actor,
        Kind.WRITE,
        action,
        subject_kind,
        at,
        "s, p, coalesce(d, '{}') FROM unnest(%s::text[], %s::bigint[], %s::jsonb[]) AS rows(s, p, d)",
        [
            literal("text", subject_ids),
            None if person_ids is None else literal("bigint", person_ids),
            None if texts is None else literal("jsonb", texts),
        ],
    )


def record_writes_of(
    actors: Sequence[Actor],
    *,
    action: str,
    subject_kind: str,
    subject_ids: Sequence[object],
    at: datetime,
    person_ids: Sequence[int | None],
    details: Sequence[Mapping[str, Any] | None],
) -> None:
    """As `record_writes`, each change by an actor of its own."""
    if not actors:
        return
    columns: Columns = {
        "u": ("bigint", [a.user_id for a in actors]),
        "l": ("text", [a.label for a in actors]),
        "r": ("text", [_roles(a) for a in actors]),
        "w": ("text", [a.purpose for a in actors]),
        "c": ("text", [a.channel for a in actors]),
        "q": ("text", [a.request_id for a in actors]),
        "s": ("text", subject_ids),
        "p": ("bigint", person_ids),
        "d": ("jsonb", _texts(details)),
    }
    require_clock()
    source, values = joined(columns)
    run(
        f"INSERT INTO audit_entry ({_CONSTANT}, {_VARYING}) "  # noqa: S608 - names of this file
        f"SELECT %s::timestamptz, %s::text, u, l, r, %s::text, w, c, q, '{{}}', %s::text, s, p, d "
        f"FROM {source} AS rows({', '.join(columns)})",
        [at, Kind.WRITE.value, action, subject_kind, *values],
        often=True,
    )


def record_writes_from(
    actor: Actor,
    *,
    action: str,
    subject_kind: str,
    query: str,
    at: datetime,
    parameters: Sequence[Any] = (),
) -> None:
    """Record one change for each row of a query yielding (subject_id text, person_id bigint, detail jsonb).

    For imports whose rows stand in a table already. `query` is written by the caller, never by a person.
    """
    _record(
        actor,
        Kind.WRITE,
        action,
        subject_kind,
        at,
        f"s, p, coalesce(d, '{{}}') FROM ({query}) AS rows(s, p, d)",
        list(parameters),
    )


def record_read(
    actor: Actor,
    *,
    person_ids: Sequence[int],
    fields: Sequence[str],
    action: str,
    at: datetime,
    reveal: bool = False,
) -> None:
    """Record that these people were looked at, one line a person. `reveal`: a masked value was shown in full."""
    if not person_ids:
        return
    ids = list(dict.fromkeys(person_ids))
    _record(
        actor,
        Kind.REVEAL if reveal else Kind.READ,
        action,
        "person",
        at,
        "p::text, p, '{}' FROM unnest(%s::bigint[]) AS rows(p)",
        [literal("bigint", ids)],
        fields,
    )


def record_questions(
    actor: Actor,
    *,
    person_ids: Sequence[int | None],
    fields: Sequence[Sequence[str]],
    action: str,
    at: datetime,
    detail: Mapping[str, Any],
) -> None:
    """Record one question about each person, with fields of its own; None: about nobody on file, which is recorded by
    the same statement."""
    if not person_ids:
        return
    texts = ["{" + ",".join(f'"{f}"' for f in own) + "}" for own in fields]
    source, values = joined({"f": ("text", texts), "p": ("bigint", person_ids)})
    _run(
        _INSERT.replace("%s::text[]", "f::text[]")
        + f"coalesce(p::text, 'unknown'), p, %s::jsonb FROM {source} AS rows(f, p)",
        [
            at,
            Kind.READ.value,
            actor.user_id,
            actor.label,
            _roles(actor),
            action,
            actor.purpose,
            actor.channel,
            actor.request_id,
            "person",
            _json(detail),
            *values,
        ],
    )


def record_list(
    actor: Actor,
    *,
    action: str,
    subject_kind: str,
    subject_id: object,
    fields: Sequence[str],
    at: datetime,
    reveal: bool = False,
) -> None:
    """Record that a list was looked at whose rows are no records yet (of an import, say). `reveal` as
    in `record_read`."""
    _record(
        actor,
        Kind.REVEAL if reveal else Kind.READ,
        action,
        subject_kind,
        at,
        "%s::text, NULL::bigint, '{}'::jsonb",
        [str(subject_id)],
        fields,
    )


def _record(
    actor: Actor,
    kind: Kind,
    action: str,
    subject_kind: str,
    at: datetime,
    rest: str,
    values: list[Any],
    fields: Sequence[str] = (),
) -> None:
    if kind is Kind.WRITE:
        require_clock()
    _run(
        _INSERT + rest,
        [
            at,
            kind.value,
            actor.user_id,
            actor.label,
            _roles(actor),
            action,
            actor.purpose,
            actor.channel,
            actor.request_id,
            literal("text", fields),
            subject_kind,
            *values,
        ],
    )


def _run(sql: str, values: Sequence[Any]) -> None:
    """On the writing database, also where the rest is read from a replica."""
    with on_primary():
        run(sql, values, often=True)


def _roles(actor: Actor) -> str:
    return ",".join(sorted({grant.role for grant in actor.grants}))


def _texts(details: Sequence[Mapping[str, Any] | None]) -> list[str]:
    """Each detail as JSON. Many lines may share one and the same mapping, which is then written out once."""
    known: dict[int, str] = {}
    for one in details:
        if id(one) not in known:
            known[id(one)] = _json(one)
    return [known[id(one)] for one in details]


def _json(detail: Mapping[str, Any] | None) -> str:
    return json.dumps(detail, ensure_ascii=False, default=str) if detail else "{}"
