"""The schemas of all versions, compiled once, and what they find in a message."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from anju.domains.exchange.messages import data
from anju.domains.exchange.messages.data.classes import CLASSES

FOLDER = Path(data.__path__[0]) / "schemas"
REFERENCE = Path(data.__path__[0]) / "reference"
MOST_FAULTS = 20
"""Of one message: who reads more than these reads the schema."""


@cache
def versions() -> tuple[str, ...]:
    """All versions that are read."""
    return tuple(sorted(p.name for p in FOLDER.iterdir() if p.is_dir()))


@cache
def schema(version: str, name: str) -> dict[str, Any]:
    """One schema: `envelope`, `answer`, `parts` or a class. `FileNotFoundError` for another name."""
    found: dict[str, Any] = json.loads((FOLDER / version / f"{name}.json").read_text("utf-8"))
    return found


def pointers(version: str, name: str, value: object) -> Iterator[str]:
    """JSON Pointers to what is not as the schema says, one a place, the first `MOST_FAULTS`. Never a value."""
    seen: set[str] = set()
    for error in _validator(version, name).iter_errors(value):
        pointer = "".join(
            "/" + str(step).replace("~", "~0").replace("/", "~1") for step in error.instance_path
        )
        if pointer not in seen:
            seen.add(pointer)
            yield pointer[:300]
        if len(seen) >= MOST_FAULTS:
            return


def reference_messages() -> dict[str, dict[str, Any]]:
    """Class → its published example of the present version."""
    return {
        name: json.loads((REFERENCE / f"{name}.json").read_text("utf-8"))
        for name in (*CLASSES, "answer")
    }


@cache
def _validator(version: str, name: str) -> jsonschema_rs.Draft202012Validator:
    parts = schema(version, "parts")
    registry = jsonschema_rs.Registry([(parts["$id"], parts)])
    return jsonschema_rs.Draft202012Validator(
        schema(version, name), registry=registry, validate_formats=True
    )
