"""From the text of an operation to an `Operation`, whatever version of the app wrote it; and back to one text."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from anju.domains.fieldwork.sync.data.operations import (
    CHANGEABLE,
    LONGEST_TEXT,
    MOST_AFTER,
    MOST_PHOTOS,
    Entry,
    FieldChange,
    HomeNamed,
    Kind,
    Operation,
    Photo,
    Reason,
)

_KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
MOST_FIELDS = 40
MOST_NUMBER = 2**53 - 1
"""The largest number that a browser counts exactly."""
_OF_HOME = frozenset({Kind.MOVE_IN, Kind.MOVE_OUT, Kind.CHANGE, Kind.VISIT})


class UnreadableError(ValueError):
    """The text is no operation; its argument is the reason."""


def valid_key(key: object) -> bool:
    """True for a UUID in lower case: what may name an operation."""
    return isinstance(key, str) and _KEY.fullmatch(key) is not None


def canonical(value: Mapping[str, Any]) -> str:
    """The one text of an operation: keys sorted, no spaces. A browser writes the same."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: bytes) -> str:
    """The SHA-256 of an operation's text."""
    return hashlib.sha256(text).hexdigest()


def read_entry(key: str, text: bytes) -> Entry:
    """What came under a key: readable, or kept with the fault. Never raises."""
    digest = digest_of(text)
    try:
        found = json.loads(text)
        return Entry(key, digest, read(key, found))
    except UnreadableError as fault:
        return Entry(key, digest, fault=str(fault))
    except (ValueError, RecursionError):
        return Entry(key, digest, fault=Reason.UNREADABLE)


def read(key: str, found: object) -> Operation:
    """An operation of any released version. `UnreadableError` with the reason: not of a form that was ever released."""
    if not isinstance(found, dict):
        raise UnreadableError(Reason.UNREADABLE)
    reader = _VERSIONS.get(found.get("v"))
    if reader is None:
        raise UnreadableError(Reason.VERSION_UNKNOWN)
    if found.get("key") != key:
        raise UnreadableError(Reason.UNREADABLE)
    return reader(found)


def _version_1(found: dict[str, Any]) -> Operation:
    try:
        kind = Kind(found["kind"])
    except (KeyError, ValueError) as error:
        raise UnreadableError(Reason.KIND_UNKNOWN) from error
    operation = Operation(
        key=found["key"],
        number=_count(found.get("number")),
        kind=kind,
        at=_count(found.get("at")),
        after=_keys(found.get("after", [])),
        home=_home(found.get("home")),
        content=_content(found.get("content", {})),
        changes=_changes(found.get("changes", {})),
        photos=_photos(found.get("photos", [])),
        withdraws=str(found.get("withdraws", "")),
    )
    _whole(operation)
    return operation


_VERSIONS: dict[object, Callable[[dict[str, Any]], Operation]] = {1: _version_1}


def _whole(operation: Operation) -> None:
    """Each kind brings what it cannot do without, and names what it builds on among what it follows."""
    entering = operation.home.operation if operation.home else ""
    needs = [
        operation.kind not in _OF_HOME or operation.home is not None,
        (operation.kind is Kind.CHANGE) == bool(operation.changes),
        (operation.kind is Kind.WITHDRAW) == bool(operation.withdraws),
        not operation.withdraws or operation.withdraws in operation.after,
        not entering or entering in operation.after,
        operation.key not in operation.after,
    ]
    if not all(needs):
        raise UnreadableError(Reason.UNREADABLE)


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_NUMBER:
        raise UnreadableError(Reason.UNREADABLE)
    return value


def _keys(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_AFTER or not all(map(valid_key, value)):
        raise UnreadableError(Reason.UNREADABLE)
    return tuple(value)


def _home(value: object) -> HomeNamed | None:
    if value is None:
        return None
    if isinstance(value, dict) and len(value) == 1:
        code, operation = value.get("code", ""), value.get("operation", "")
        if _short(code, 20) and (code or valid_key(operation)):
            return HomeNamed(code, operation)
    raise UnreadableError(Reason.UNREADABLE)


def _content(value: object) -> dict[str, Any]:
    if (
        not isinstance(value, dict)
        or len(value) > MOST_FIELDS
        or not all(map(_plain, value.values()))
    ):
        raise UnreadableError(Reason.UNREADABLE)
    return value


def _changes(value: object) -> dict[str, FieldChange]:
    if not isinstance(value, dict) or not set(value) <= set(CHANGEABLE):
        raise UnreadableError(Reason.UNREADABLE)
    return {name: _change(one) for name, one in value.items()}


def _change(value: object) -> FieldChange:
    if (
        not isinstance(value, dict)
        or set(value) != {"base", "value"}
        or not all(map(_plain, value.values()))
    ):
        raise UnreadableError(Reason.UNREADABLE)
    return FieldChange(value["base"], value["value"])


def _photos(value: object) -> tuple[Photo, ...]:
    if not isinstance(value, list) or len(value) > MOST_PHOTOS:
        raise UnreadableError(Reason.UNREADABLE)
    return tuple(map(_photo, value))


def _photo(value: object) -> Photo:
    if not isinstance(value, dict) or set(value) != {"sha256", "size"}:
        raise UnreadableError(Reason.UNREADABLE)
    named = value["sha256"]
    if not isinstance(named, str) or not _SHA256.fullmatch(named):
        raise UnreadableError(Reason.UNREADABLE)
    return Photo(named, _count(value["size"]))


def _plain(value: object) -> bool:
    """A text, a whole number, a truth or nothing: no lists, no fractions."""
    return value is None or isinstance(value, bool | int) or _short(value, LONGEST_TEXT)


def _short(value: object, most: int) -> bool:
    """A text that a database can hold: no zero byte, no half of a character."""
    return (
        isinstance(value, str)
        and len(value) <= most
        and "\0" not in value
        and not any("\ud800" <= c <= "\udfff" for c in value)
    )
