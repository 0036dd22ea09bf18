"""What a command says when something goes wrong: one sentence, and what to do. Never a traceback."""

from __future__ import annotations

import errno
import os
import time
import traceback
from pathlib import Path

import psycopg

from anju.foundation.cluster import private_log
from anju.foundation.logs.masking import mask, mask_traceback

_DISK = {
    errno.ENOSPC: "There is no room left on the disk",
    errno.EDQUOT: "The disk quota is used up",
    errno.EROFS: "The disk is mounted read-only",
}


def sentence_for(error: Exception, data: Path) -> str:
    """What a person must know about an error nobody named. The whole of it goes to ``log/cli.log``."""
    where = _note(error, data)
    if isinstance(error, OSError):
        return _of_system(error)
    found = error.__cause__ if isinstance(error.__cause__, psycopg.Error) else error
    if isinstance(found, psycopg.errors.DiskFull):
        return "There is no room left on the disk of the database. Make room and run it again."
    if isinstance(found, psycopg.OperationalError | psycopg.InterfaceError):
        return (
            f"The database cannot be reached, or went away: {_first_line(found)}. Is it running? ./anju"
            " doctor says more."
        )
    if isinstance(error, UnicodeDecodeError):
        return "A file that should hold text holds something else. Name the right file."
    if isinstance(error, MemoryError):
        return "There was not enough memory for this. Give it more, or do it in parts."
    return (
        f"Something failed inside ({type(error).__name__}){where}; ./anju doctor looks at the rest."
    )


def _of_system(error: OSError) -> str:
    name = f" ({error.filename})" if error.filename else ""
    if error.errno in _DISK:
        return f"{_DISK[error.errno]}{name}. Make room and run it again."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"This account may not do that{name}. Run Anju as the account that set it up, or change the rights."
    return f"{error.strerror or type(error).__name__}{name}. Look at that path and run it again."


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return mask(lines[0]).rstrip(".") if lines else type(error).__name__


def _note(error: Exception, data: Path) -> str:
    """Keep the traceback, without values, where whoever helps can read it; where that is, in words."""
    path = data / "log" / "cli.log"
    if not path.parent.is_dir():
        return ""
    text = mask_traceback("".join(traceback.format_exception(error)))
    try:
        with private_log(path) as log:
            log.write(
                f"{time.strftime('%Y-%m-%d %H:%M:%S')} process {os.getpid()}\n{text}\n".encode()
            )
    except OSError:
        return ""
    return f" (more in {path})"
