"""The three roles (DESIGN §4): one owns the tables, one serves under row-level security, one takes declarations in.

The owner is no superuser: both extensions in use are trusted, so the owner of the database may create them.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

from anju.foundation.cluster.credentials import Credentials
from anju.foundation.cluster.layout import ClusterError

OWNER, APP, INTAKE_ROLE = "anju_owner", "anju_app", "anju_door"
DATABASE = "anju"
OLDEST = 160000


def in_embedded(admin_url: str, credentials: Credentials) -> None:
    """Create or correct roles and database in a cluster of our own, as its superuser."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        _role(connection, OWNER, "LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS", credentials.owner)
        _role(
            connection,
            APP,
            "LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB NOBYPASSRLS",
            credentials.app,
        )
        _role(connection, INTAKE_ROLE, "NOLOGIN NOSUPERUSER NOBYPASSRLS", "")
        connection.execute(
            f"GRANT {INTAKE_ROLE} TO {OWNER} WITH ADMIN TRUE, INHERIT FALSE, SET FALSE"
        )
        if not connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
        ).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")


def _role(
    connection: psycopg.Connection[tuple[object, ...]], name: str, attributes: str, password: str
) -> None:
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(name)))
    words = sql.SQL("ALTER ROLE {} " + attributes).format(sql.Identifier(name))
    if password:
        words += sql.SQL(" PASSWORD {}").format(sql.Literal(password))
    connection.execute(words)


def in_existing(owner_url: str, credentials: Credentials) -> None:
    """Check an existing server and create what is missing there; `ClusterError` says plainly what does not do."""
    with _owner_connection(owner_url) as connection:
        _check_server(connection)
        _create_missing(connection, credentials)
    try:
        psycopg.connect(app_url(owner_url, credentials.app), connect_timeout=10).close()
    except psycopg.OperationalError as err:
        raise ClusterError(
            f"The role {APP} exists on that server, but with another password than the one stored here. Name it by the "
            f"environment variable ANJU_APP_PASSWORD at the first run, or set the stored one there: "
            f"ALTER ROLE {APP} PASSWORD … (it stands in secrets.json of the data directory)."
        ) from err


def _owner_connection(owner_url: str) -> psycopg.Connection[tuple[object, ...]]:
    if urlsplit(owner_url).scheme not in {"postgresql", "postgres"}:
        raise ClusterError("--database-url looks like postgresql://owner:password@host:5432/name.")
    try:
        return psycopg.connect(owner_url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as err:
        raise ClusterError(
            f"The database named by --database-url cannot be reached: {err}"
        ) from err


def _check_server(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    if connection.info.server_version < OLDEST:
        raise ClusterError(
            f"That server is PostgreSQL {connection.info.server_version // 10000}; "
            "Anju needs 16 or newer."
        )
    row = connection.execute(
        "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database "
        "WHERE datname = current_database()"
    ).fetchone()
    if row is None or row[0] != "UTF8":
        raise ClusterError(
            "That database is not encoded in UTF8. Create one: CREATE DATABASE … ENCODING 'UTF8'."
        )


def _create_missing(
    connection: psycopg.Connection[tuple[object, ...]], credentials: Credentials
) -> None:
    missing = [
        name
        for name in (APP, INTAKE_ROLE)
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone()
    ]
    try:
        for name in missing:
            kind = (
                sql.SQL("LOGIN PASSWORD {}").format(sql.Literal(credentials.app))
                if name == APP
                else sql.SQL("NOLOGIN")
            )
            connection.execute(sql.SQL("CREATE ROLE {} ").format(sql.Identifier(name)) + kind)
    except psycopg.errors.InsufficientPrivilege as err:
        raise ClusterError(
            f"The owner may not create roles there. Let an administrator run: CREATE ROLE {APP} LOGIN PASSWORD '…'; "
            f"CREATE ROLE {INTAKE_ROLE} NOLOGIN; GRANT {INTAKE_ROLE} TO CURRENT_OWNER WITH ADMIN OPTION; and name "
            f"the password by "
            "ANJU_APP_PASSWORD."
        ) from err


def app_url(owner_url: str, password: str) -> str:
    """The address of the same database for the serving role."""
    parts = urlsplit(owner_url)
    where = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{APP}:{quote(password, safe='')}@{where}"))
