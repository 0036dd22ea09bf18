"""The working days that the installation itself published: ``working-days.json`` in the data directory."""

from __future__ import annotations

import logging

from django.conf import settings

from anju.foundation.calendar import FILE_NAME, NONE, Published, read_published
from anju.foundation.errors import AnjuError

log = logging.getLogger(__name__)
Stamp = tuple[str, int, int]
_read: dict[Stamp, Published] = {}


def published_days() -> Published:
    """Its years, read again when the file changes. A file that is not right counts as none: the log
    and ``./anju doctor`` say so, and deadlines go on by the official calendar."""
    path = settings.DATA / FILE_NAME
    try:
        found = path.stat()
    except OSError:
        return NONE
    stamp = (str(path), found.st_mtime_ns, found.st_size)
    if stamp not in _read:
        try:
            days = read_published(path)
        except AnjuError as error:
            log.error("%s counts as missing: %s", path, error.params.get("reason", ""))
            days = NONE
        _read.clear()
        _read[stamp] = days
    return _read.get(stamp, NONE)
