"""The keys of encrypted fields: made once, never replaced. Without them nobody reads an identity number again.

Before anything starts the keyring proves itself: against check values that the database keeps of its keys, and where it
keeps none yet (a register of an earlier version) against the oldest and newest encrypted numbers.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

from anju.foundation.cluster import ClusterError
from anju.foundation.crypto.keyring import Keyring, check_values, load, new_keyring, save
from anju.interfaces.cli.installation import Installation
from anju.interfaces.cli.progress import Progress

ORDER = 20
PART = "register"
TITLE = "Keys"
REMEDY = "Put your copy of this register's keyring back; nothing was changed."
SAMPLE = 20
"""Encrypted numbers from each end that a keyring must open."""

Connection = psycopg.Connection[tuple[object, ...]]


def needed(installation: Installation) -> bool:
    """True when this installation has no keyring, or the database does not know its keys yet.

    `ClusterError` when the keyring is damaged or belongs to another register.
    """
    if not installation.layout.keyring.exists():
        return True
    ring = of(installation)
    with psycopg.connect(installation.database.owner_url) as connection:
        return prove(ring, connection, installation)


def run(installation: Installation, progress: Progress) -> None:
    """Make one, or note its check values. A register that was encrypted under a keyring gets no new one."""
    with psycopg.connect(installation.database.owner_url) as connection:
        if not installation.layout.keyring.exists():
            if stored(connection) or holds_ciphertext(connection):
                raise ClusterError(
                    f"{installation.layout.keyring} is missing, but the register is encrypted under it. "
                    "Put your copy of the keyring back; a new one could not read its fields."
                )
            installation.layout.keyring.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            save(new_keyring(), installation.layout.keyring)
        for name, value in check_values(of(installation)).items():
            connection.execute(
                "INSERT INTO keystore_keyring_check (name, value) VALUES (%s, %s) ON CONFLICT DO NOTHING",
                [name, value],
            )


def of(installation: Installation) -> Keyring:
    """The keyring; `ClusterError` when the file holds no whole one."""
    try:
        return load(installation.layout.keyring)
    except (OSError, ValueError) as failure:
        raise ClusterError(f"The keyring cannot be read: {failure}. {REMEDY}") from failure


def prove(ring: Keyring, connection: Connection, installation: Installation) -> bool:
    """True when the keys are not all noted in the database yet; `ClusterError` when they are not this register's."""
    noted, own = stored(connection), check_values(ring)
    wrong = sorted(name for name, value in noted.items() if own.get(name) != value)
    if wrong or not opens_sample(ring, connection, limit=SAMPLE if not noted else 1):
        raise ClusterError(
            f"The keyring {installation.layout.keyring} is not the one this register is encrypted under"
            f"{f' (key {wrong[0]})' if wrong else ''}. {REMEDY}"
        )
    return own.keys() != noted.keys()


def stored(connection: Connection) -> dict[str, bytes]:
    """The check values in the database; none in a register of an earlier version."""
    if not _exists(connection, "keystore_keyring_check"):
        return {}
    return {
        str(name): bytes(value)  # type: ignore[call-overload]
        for name, value in connection.execute(
            "SELECT name, value FROM keystore_keyring_check"
        ).fetchall()
    }


def opens_sample(ring: Keyring, connection: Connection, *, limit: int = SAMPLE) -> bool:
    """True when the ring opens the oldest and newest identity numbers, or there are none."""
    from anju.domains.people.api import number_opens

    if not _exists(connection, "people_document"):
        return True
    found = connection.execute(
        "(SELECT number_cipher, number_index FROM people_document ORDER BY id LIMIT %(limit)s) UNION ALL "
        "(SELECT number_cipher, number_index FROM people_document ORDER BY id DESC LIMIT %(limit)s)",
        {"limit": limit},
    ).fetchall()
    return all(number_opens(bytes(cipher), bytes(index), ring) for cipher, index in found)  # type: ignore[call-overload]


def holds_ciphertext(connection: Connection) -> bool:
    """True when a table with an encrypted (bytea) column of a domain has rows."""
    tables = connection.execute(
        "SELECT DISTINCT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
        "WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.atttypid = 'bytea'::regtype "
        "AND (c.relname LIKE 'people%' OR c.relname LIKE 'register%')"
    ).fetchall()
    return any(
        connection.execute(
            sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(str(name)))
        ).fetchone()
        for (name,) in tables
    )


def _exists(connection: Connection, table: str) -> bool:
    row = connection.execute("SELECT to_regclass(%s) IS NOT NULL", [f"public.{table}"]).fetchone()
    return bool(row and row[0])
