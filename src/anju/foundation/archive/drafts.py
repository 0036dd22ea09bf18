"""A file that appears under its name only when it is whole. Its draft is locked while the process lives that writes it:
what a killed process left is written over, and of two at once the second is refused."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from anju.foundation.archive.manifest import ArchiveError
from anju.foundation.whole_files import flush


@contextmanager
def whole(target: Path) -> Iterator[IO[bytes]]:
    """Write `target`, readable by its owner only; on disk under its name when the block ends, and
    nothing of it when the block fails. `ArchiveError` while another process writes it."""
    draft = target.with_name(target.name + ".draft")
    with _locked(draft, target) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            draft.replace(target)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    flush(target.parent)


@contextmanager
def _locked(draft: Path, target: Path) -> Iterator[IO[bytes]]:
    while True:
        with os.fdopen(
            os.open(draft, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "w+b"
        ) as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as busy:
                raise ArchiveError(
                    f"Another process is writing {target} now. Let it end, or name another file."
                ) from busy
            if not _is(draft, file):
                continue  # the other one ended just now, and its draft became the file
            os.fchmod(file.fileno(), 0o600)
            yield file
            return


def _is(draft: Path, file: IO[bytes]) -> bool:
    try:
        return draft.stat().st_ino == os.fstat(file.fileno()).st_ino
    except FileNotFoundError:
        return False
