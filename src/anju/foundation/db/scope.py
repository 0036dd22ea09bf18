"""Acting in the database: one transaction that knows what its actor may see.

Two database roles (DESIGN §4): `anju_app` serves requests under row-level security and owns nothing;
`anju_door` is taken for the length of one declaration, because matching must look at the whole register.
What a transaction may see stands in the setting ``anju.scope``: a multirange over scope keys
(region codes and parties), made here from the actor's grants, compared by every policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import Q
from psycopg.pq import TransactionStatus

from anju.foundation.actor import Actor
from anju.foundation.db.statements import rows

SEE = "person.see"
"""The permission whose scopes row-level security admits."""
RESCUE_SEE, RESCUE = "rescue.see", "rescue:"
"""Who is at a rescue station lies under ``rescue:`` and the station's division, which this permission admits for that
very division: no wider grant reaches it, and no other permission."""
VACCINATION, CLINIC = "vaccination.see", "clinic:"
"""Children's health records lie under scope keys of their own, which this permission alone admits: ``clinic:`` and a
region. Whoever sees the people of a place does not see them by that."""

KEYED = {"enrol.see": "enrol:", "enrol.school": "school:", "care.see": "care:"}
"""Permissions whose holders see what belongs to their office alone, and nobody's record of the register: the keys of
such rows begin with these words."""


def subtree(prefix: str) -> tuple[str, str]:
    """Half-open range of keys under a region prefix, in C collation. The empty prefix: every region code."""
    if prefix == "":
        return "0", ":"
    return prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)


def inside(regions: Iterable[str]) -> Q:
    """Rows whose ``region`` lies in one of these (prefixes); none where there are no regions."""
    found = Q(pk__in=())
    for low, high in map(subtree, regions):
        found |= Q(region__gte=low, region__lt=high)
    return found


def held_at(actor: Actor, permission: str) -> set[str]:
    """The very divisions of the grants that hold a permission."""
    return {g.region for g in actor.grants if g.region and permission in g.permissions}


def scope_literal(actor: Actor, permission: str = SEE) -> str:
    """The scopes in which the actor holds the permission, as a PostgreSQL multirange literal. One's own record and own
    declarations are in sight without a grant."""
    parts = [f"[{lo},{hi})" for lo, hi in map(subtree, actor.regions(permission))]
    if permission == SEE:
        parts += [
            f"[{word}{lo},{word}{hi})"
            for keyed, word in KEYED.items()
            for lo, hi in map(subtree, actor.regions(keyed))
        ]
    parties = set(actor.parties(permission))
    if permission == SEE and actor.person_id is not None:
        parties.add(f"person:{actor.person_id}")
    if permission == SEE and actor.user_id is not None:
        parties.add(f"user:{actor.user_id}")
    if permission == SEE:
        parties |= {f"{RESCUE}{r}" for r in held_at(actor, RESCUE_SEE)}
        clinics = (subtree(f"{CLINIC}{r}") for r in actor.regions(VACCINATION))
        parts += [f"[{lo},{hi})" for lo, hi in clinics]
    parts += [f"[{p},{p}]" for p in sorted(parties)]
    if actor.kind == "system":
        parts = ["(,)"]
    return "{" + ",".join(parts) + "}"


_INSIDE = "anju_at_the_door"
"""Set on the connection while its transaction acts as the intake role: asking the database each time
is a round trip."""


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """A transaction in which row-level security admits what the actor may see.

    Inside another one it is a savepoint, and what was in force before is in force again after it.
    """
    nested = connection.in_atomic_block
    with transaction.atomic():
        before = _in_force() if nested else None
        _set_scope(scope_literal(actor), str(actor.user_id or ""))
        yield
        if before is not None and not connection.needs_rollback:
            _set_scope(*before)


@contextmanager
def as_intake_role() -> Iterator[None]:
    """Inside a transaction: act as the intake role, which sees the whole register. For writes of `register`,
    `permits`, `casework`, `groups` and `health` only.

    After an error of the database no statement passes until the savepoint around is rolled back, and that rollback
    takes the role back by itself; so the role is given back here only while statements pass.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("the door opens only inside a transaction")
    if getattr(connection, _INSIDE, False):
        yield
        return
    with connection.cursor() as cur:
        cur.execute("SET LOCAL ROLE anju_door")
    setattr(connection, _INSIDE, True)
    try:
        yield
    finally:
        setattr(connection, _INSIDE, False)
        if not connection.needs_rollback and not _broken():
            with connection.cursor() as cur:
                cur.execute("SET LOCAL ROLE NONE")


@contextmanager
def intake_role_transaction(patience: str) -> Iterator[None]:
    """A transaction of its own, as the intake role from its first statement to its end. A lock is
    waited for no longer than
    `patience` (PostgreSQL's words: ``3s``); then `OperationalError`."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cur:
            cur.execute(f"SET LOCAL ROLE anju_door; SET LOCAL lock_timeout = '{patience}'")
        setattr(connection, _INSIDE, True)
        try:
            yield
        finally:
            setattr(connection, _INSIDE, False)


def _broken() -> bool:
    return bool(connection.connection.info.transaction_status == TransactionStatus.INERROR)


def _in_force() -> tuple[str, str]:
    with connection.cursor() as cur:
        cur.execute(
            "SELECT coalesce(current_setting('anju.scope', true), ''),"
            " coalesce(current_setting('anju.user', true), '')"
        )
        scope, user = cur.fetchone()
        return str(scope), str(user)


def _set_scope(literal: str, user: str) -> None:
    rows(
        "SELECT set_config('anju.scope', %s, true), set_config('anju.user', %s, true)",
        [literal, user],
        often=True,
    )
