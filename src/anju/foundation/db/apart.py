"""A connection apart from Django's: for what must be seen, or waited for, while a transaction is open."""

from __future__ import annotations

from typing import Any

import psycopg
from django.db import connection

EVERYTHING = "{(,)}"


def apart(*, application: str) -> psycopg.Connection[tuple[Any, ...]]:
    """Open a connection in autocommit to the same database, acting as the system. The caller closes it."""
    parameters = connection.get_connection_params()
    for django_only in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(django_only, None)
    parameters["application_name"] = application
    parameters.setdefault("connect_timeout", 5)
    other = psycopg.connect(**parameters, autocommit=True)
    other.execute("SELECT set_config('anju.scope', %s, false)", [EVERYTHING])
    return other
