"""The slow-query log: statements that took too long, as they stand in the code, without their parameters."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

log = logging.getLogger("anju.slow")
LONGEST = 2000
"""Characters of a statement that are written."""
_LITERAL = re.compile(r"'(?:[^']|'')*'")


def statement(sql: object) -> str:
    """A statement on one line, without the texts it may quote."""
    return _LITERAL.sub("'?'", " ".join(str(sql).split()))[:LONGEST]


def timed(
    execute: Callable[..., Any], sql: object, params: object, many: bool, context: dict[str, Any]
) -> Any:  # noqa: ANN401 - Django's wrappers hand on what the driver gives
    """Run a statement, and write it down when it took `SLOW_QUERY_MS` or longer, even if it failed."""
    begun = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = (time.perf_counter() - begun) * 1000
        if took >= settings.SLOW_QUERY_MS:
            log.warning(
                "slow query", extra={"fields": {"ms": round(took, 1), "sql": statement(sql)}}
            )


def watch(sender: object, connection: BaseDatabaseWrapper, **_: object) -> None:
    """Django opened a connection: time what it runs. A threshold of 0 switches it off."""
    if settings.SLOW_QUERY_MS > 0 and timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(timed)
