"""A separate connection beside Django's: for what must be seen, or waited for, while a transaction is open."""

from __future__ import annotations

from typing import Any

import psycopg
from django.db import connection

EVERYTHING = "{(,)}"


def separate_connection(*, application: str, wait: int = 5) -> psycopg.Connection[tuple[Any, ...]]:
    """Open a connection in autocommit to the same database, acting as the system. The caller closes it.

    `wait`: seconds to try, unless the database's address names its own.
    """
    parameters = connection.get_connection_params()
    for django_only in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(django_only, None)
    parameters["application_name"] = application
    parameters.setdefault("connect_timeout", wait)
    other = psycopg.connect(**parameters, autocommit=True)
    other.execute("SELECT set_config('anju.scope', %s, false)", [EVERYTHING])
    return other
