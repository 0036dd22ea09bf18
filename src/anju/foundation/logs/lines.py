"""How a log line looks: for a person, or one JSON object a line for a machine."""

from __future__ import annotations

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

current_request: ContextVar[str] = ContextVar("current_request", default="")
"""The number of the request at work in this thread; every line written meanwhile carries it."""


class JsonLines(logging.Formatter):
    """One object a line: time (UTC), level, logger, message, request, the line's own fields, error."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record that `Masking` has passed."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if number := current_request.get():
            line["request"] = number
        line.update(getattr(record, "fields", None) or {})
        if record.exc_text:
            line["error"] = record.exc_text
        return json.dumps(line, ensure_ascii=False, default=str)


class PlainLines(logging.Formatter):
    """For the terminal and the log files of ``./anju up``."""

    def __init__(self) -> None:
        """Time, level, logger, message, then the fields."""
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        """The line without its traceback."""
        fields = getattr(record, "fields", None) or {}
        return " ".join(
            [super().formatMessage(record), *(f"{key}={value}" for key, value in fields.items())]
        )


def configuration(style: str) -> dict[str, Any]:
    """Django's LOGGING. `style` is ``json`` or anything else for plain lines; requests are told in JSON only.

    Django's own lines about 4xx answers name paths; the request's line says the same by route.
    """
    requests = "INFO" if style == "json" else "ERROR"
    formatter = "JsonLines" if style == "json" else "PlainLines"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"masking": {"()": "anju.foundation.logs.masking.Masking"}},
        "formatters": {"lines": {"()": f"anju.foundation.logs.lines.{formatter}"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["masking"],
                "formatter": "lines",
            }
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "anju": {"level": "INFO"},
            "anju.requests": {"level": requests},
            "procrastinate": {"level": "WARNING"},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
