"""Reading the trail: a person's own lines, and an auditor's view of all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, models

from anju.foundation.actor import Actor
from anju.foundation.audit import models as tables
from anju.foundation.audit.data import Entry, Head, Kind
from anju.foundation.db.scope import acting, scope_literal

AUDITOR = "audit"
"""The scope key that admits every line (see the policy in the first migration)."""


def reads_of(person_id: int, *, limit: int = 50, before: int | None = None) -> list[Entry]:
    """Who looked at this person, newest first, as far as the scope in force admits.

    `before`: the smallest id of the previous page.
    """
    rows = tables.Entry.objects.filter(person_id=person_id, kind__in=[Kind.READ, Kind.REVEAL])
    return _page(rows, limit, before)


def unsealed_since() -> datetime | None:
    """When the oldest line was written that no seal covers yet, as far as the scope in force admits. One query."""
    with connection.cursor() as cur:
        cur.execute(
            "SELECT min(at) FROM audit_entry WHERE xid >= coalesce("
            "(SELECT to_xid FROM audit_seal ORDER BY number DESC LIMIT 1), 0)"
        )
        found: datetime | None = cur.fetchone()[0]
        return found


def head() -> Head | None:
    """The end of the chain; None before the first seal. One query."""
    with connection.cursor() as cur:
        cur.execute(
            "SELECT number, encode(hash, 'hex'), at, (SELECT greatest(reltuples, 0)::bigint FROM pg_class"
            " WHERE oid = 'audit_entry'::regclass) FROM audit_seal ORDER BY number DESC LIMIT 1"
        )
        row = cur.fetchone()
        return Head(*row) if row else None


def entries(
    actor: Actor,
    *,
    limit: int = 100,
    before: int | None = None,
    after: int | None = None,
    **narrowing: Any,  # noqa: ANN401 - as `_narrowed` takes it
) -> list[Entry]:
    """The whole trail for one who holds ``audit.see``, narrowed (`_narrowed`): newest first, below the line
    `before`; oldest first with `after`, above that line."""
    actor.require("audit.see")
    with auditing(actor):
        rows = _narrowed(**narrowing)
        if after is not None:
            return [_frozen(row) for row in rows.filter(id__gt=after).order_by("id")[:limit]]
        return _page(rows, limit, before)


def count_entries(
    actor: Actor,
    *,
    up_to: int | None = None,
    **narrowing: Any,  # noqa: ANN401 - as `_narrowed` takes it
) -> int:
    """How many lines `entries` has in all; counted no further than `up_to`."""
    actor.require("audit.see")
    with auditing(actor):
        rows = _narrowed(**narrowing)
        return rows.count() if up_to is None else rows.order_by("-id")[:up_to].count()


def _narrowed(
    *,
    kind: Kind | None = None,
    user_id: int | None = None,
    person_id: int | None = None,
    action: str = "",
    subject_kind: str = "",
    subject_id: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> models.QuerySet[tables.Entry]:
    """The lines with all of these; `until` is not included."""
    wanted = {
        "kind": kind,
        "user_id": user_id,
        "person_id": person_id,
        "action": action,
        "at__gte": since,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "at__lt": until,
    }
    return tables.Entry.objects.filter(
        **{key: value for key, value in wanted.items() if value not in (None, "")}
    )


@contextmanager
def auditing(actor: Actor) -> Iterator[None]:
    """A transaction in which the actor sees the whole trail besides what they see anyway."""
    with acting(actor), connection.cursor() as cur:
        own = scope_literal(actor)
        cur.execute(
            "SELECT set_config('anju.scope', (%s::anju_scope + %s::anju_scope)::text, true)",
            [own, f"{{[{AUDITOR},{AUDITOR}]}}"],
        )
        yield
        if connection.in_atomic_block and not connection.needs_rollback:
            cur.execute("SELECT set_config('anju.scope', %s, true)", [own])


def _page(rows: models.QuerySet[tables.Entry], limit: int, before: int | None) -> list[Entry]:
    if before is not None:
        rows = rows.filter(id__lt=before)
    return [_frozen(row) for row in rows.order_by("-id")[:limit]]


def _frozen(row: tables.Entry) -> Entry:
    return Entry(
        id=row.id,
        at=row.at,
        kind=Kind(row.kind),
        user_id=row.user_id,
        actor_label=row.actor_label,
        role=row.role,
        action=row.action,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        person_id=row.person_id,
        fields=tuple(row.fields),
        purpose=row.purpose,
        channel=row.channel,
        request_id=row.request_id,
        detail=row.detail,
    )
