"""A connection to a department's database, in which nothing can be written, and what is wrong when there is none."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sql
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from anju.domains.exchange.databases.data.databases import Connection, Kind, Tls
from anju.foundation.errors import Refused

PATIENCE = 10
"""Seconds for a server to answer a connection."""
_SSL_MODE = {Tls.FULL: "verify-full", Tls.ENCRYPTED: "require", Tls.NONE: "disable"}
_STATES = {
    "42P01": "database_table",
    "3F000": "database_table",
    "42703": "database_column",
    "42501": "database_rights",
    "57014": "database_slow",
    "28P01": "database_login",
    "28000": "database_denied",
    "3D000": "database_name",
    "53300": "database_full",
    "57P03": "database_starting",
}
"""SQLSTATE of PostgreSQL → our code."""
_NUMBERS = {
    1044: "database_denied",
    1045: "database_login",
    1698: "database_login",
    1130: "database_denied",
    1049: "database_name",
    1040: "database_full",
    1203: "database_full",
    1146: "database_table",
    1356: "database_table",
    1054: "database_column",
    1142: "database_rights",
    1143: "database_rights",
    1969: "database_slow",
    3024: "database_slow",
    1317: "database_cut",
    2006: "database_cut",
    2013: "database_cut",
    2014: "database_cut",
    2026: "database_tls",
}
"""Error of MariaDB → our code."""
_WORDS = (
    ("certificate", "database_certificate"),
    ("ssl", "database_tls"),
    ("name or service not known", "database_host"),
    ("translate host name", "database_host"),
    ("resolve host", "database_host"),
    ("no address associated", "database_host"),
    ("temporary failure in name resolution", "database_host"),
    ("password authentication failed", "database_login"),
    ("no password supplied", "database_login"),
    ("role ", "database_login"),
    ("pg_hba.conf", "database_denied"),
    ("does not exist", "database_name"),
    ("connection refused", "database_refused"),
    ("no such file", "database_refused"),
    ("timeout", "database_silent"),
    ("timed out", "database_silent"),
    ("starting up", "database_starting"),
    ("too many", "database_full"),
    ("closed", "database_cut"),
    ("lost connection", "database_cut"),
)
"""Words of a failed connection, in which no number stands → our code; the first that fits."""


@contextmanager
def reached(connection: Connection, *, seconds: int) -> Iterator[sql.Connection]:
    """One connection in one read-only transaction, each statement of which ends after `seconds`.

    `Refused` with one of the codes of `fault_of` (`detail`: the server's own words) for whatever fails, in the block
    too."""
    engine = None
    try:
        engine = sql.create_engine(
            _url(connection),
            poolclass=NullPool,
            connect_args=_arguments(connection, seconds),
            hide_parameters=True,
        )
        with engine.connect() as link:
            for line in _settings(connection.kind, seconds):
                link.exec_driver_sql(line)
            yield link
    except (SQLAlchemyError, OSError, UnicodeError) as error:
        raise Refused(fault_of(error), detail=_words(error, connection)) from error
    finally:
        if engine is not None:
            engine.dispose()


def fault_of(error: BaseException) -> str:
    """The code of what went wrong; ``database_failed`` where nothing of it is known."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    state = getattr(cause, "sqlstate", None)
    if state in _STATES:
        return _STATES[state]
    number = cause.args[0] if cause.args and isinstance(cause.args[0], int) else None
    if number in _NUMBERS and not _is_tls(cause):
        return _NUMBERS[number]
    text = str(cause).lower()
    return next((code for word, code in _WORDS if word in text), "database_failed")


def _is_tls(cause: BaseException) -> bool:
    return isinstance(getattr(cause, "original_exception", cause.__cause__), ssl.SSLError)


def _words(error: BaseException, connection: Connection) -> str:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    parts = [str(a) for a in cause.args if isinstance(a, str)] or [str(cause)]
    return " ".join(parts[0].replace(connection.password, "…").split())[:200]


def _url(connection: Connection) -> sql.URL:
    driver = {Kind.POSTGRESQL: "postgresql+psycopg", Kind.MARIADB: "mariadb+pymysql"}
    at_socket = connection.host.startswith("/")
    return sql.URL.create(
        driver[connection.kind],
        username=connection.user,
        host=None if at_socket else connection.host,
        port=None if at_socket and connection.kind == Kind.MARIADB else connection.port,
        database=connection.database,
    )


def _arguments(connection: Connection, seconds: int) -> dict[str, Any]:
    at_socket = connection.host.startswith("/")
    if connection.kind == Kind.POSTGRESQL:
        found: dict[str, Any] = {
            "password": connection.password,
            "connect_timeout": PATIENCE,
            "prepare_threshold": None,
            "application_name": "anju",
            "sslmode": _SSL_MODE[connection.tls],
        }
        if connection.ca or connection.tls == Tls.FULL:
            found["sslrootcert"] = str(connection.ca) if connection.ca else "system"
        return found | ({"host": connection.host} if at_socket else {})
    found = {
        "password": connection.password.encode(),
        "charset": "utf8mb4",
        "connect_timeout": PATIENCE,
        "read_timeout": seconds + PATIENCE,
        "write_timeout": PATIENCE,
        "ssl": _context(connection),
        "ssl_disabled": connection.tls == Tls.NONE,
        "local_infile": False,
    }
    return found | ({"unix_socket": connection.host} if at_socket else {})


def _context(connection: Connection) -> ssl.SSLContext | None:
    if connection.tls == Tls.NONE:
        return None
    context = ssl.create_default_context(cafile=str(connection.ca) if connection.ca else None)
    if connection.tls == Tls.ENCRYPTED:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _settings(kind: Kind, seconds: int) -> tuple[str, ...]:
    """The first statements of the transaction: read only, a limit, our time, text as UTF-8."""
    if kind == Kind.POSTGRESQL:
        return (
            "SET TRANSACTION READ ONLY",
            f"SET LOCAL statement_timeout = '{seconds}s'",
            "SET LOCAL timezone = 'Asia/Shanghai'",
            "SET LOCAL client_encoding = 'UTF8'",
        )
    return (
        "COMMIT",
        f"SET SESSION max_statement_time = {seconds}",
        "SET SESSION time_zone = '+08:00'",
        "SET SESSION TRANSACTION READ ONLY",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
    )


def is_encrypted(link: sql.Connection) -> bool:
    """Whether this connection is."""
    if link.dialect.name == "postgresql":
        return bool(
            link.scalar(sql.text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
        )
    found = link.execute(sql.text("SHOW SESSION STATUS LIKE 'Ssl_cipher'")).first()
    return bool(found and found[1])
