"""Copies of an installation's keys: the keyring, and where there are permit keys and package keys, those too."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path, PurePosixPath

from anju.foundation.archive import drafts
from anju.foundation.cluster import ClusterError
from anju.foundation.crypto import keyring


def copy_out(ring: Path, file: Path) -> int:
    """Write the keys to `file`, readable by its owner only; how many files they are. The keyring alone is copied as it
    is; with others beside it (`keys/store`, `production.json`) it becomes a zip of them all."""
    copies = sorted(p for p in ring.parent.rglob("*") if p.is_file())
    with drafts.whole(file) as out:
        if copies == [ring]:
            out.write(ring.read_bytes())
        else:
            with zipfile.ZipFile(out, "w") as packed:
                for one in copies:
                    packed.writestr(one.relative_to(ring.parent).as_posix(), one.read_bytes())
    return len(copies)


def check_target(file: Path, archive: Path, ring: Path) -> None:
    """`ClusterError` when the copy of the keys would replace the archive, or the keys themselves."""
    if file.resolve() == archive.resolve() or (
        file.exists() and archive.exists() and file.samefile(archive)
    ):
        raise ClusterError(
            f"--keys names the archive itself ({file}). Name another file: keys and archive are kept apart."
        )
    for one in (file, archive):
        if one.resolve().is_relative_to(ring.parent.resolve()):
            raise ClusterError(
                f"{one} lies among the keys in use. Name a file elsewhere, on another disk if you can."
            )


def check(file: Path, ring: Path) -> None:
    """Raise `ClusterError` when `file` holds no keyring."""
    try:
        if not zipfile.is_zipfile(file):
            keyring.load(file)
            return
        with zipfile.ZipFile(file) as packed:
            names = packed.namelist()
        if ring.name not in names:
            raise KeyError(ring.name)
        if any(PurePosixPath(n).is_absolute() or ".." in PurePosixPath(n).parts for n in names):
            raise ValueError("a name leads out of the folder of keys")
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as failure:
        raise ClusterError(f"{file} holds no keyring: {failure}") from failure


def copy_in(file: Path, ring: Path) -> None:
    """Put copied keys where they belong."""
    ring.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not zipfile.is_zipfile(file):
        keyring.save(keyring.load(file), ring)
        return
    with zipfile.ZipFile(file) as packed:
        for name in packed.namelist():
            target = ring.parent / name
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            target.touch(0o600)
            with packed.open(name) as held, target.open("wb") as out:
                shutil.copyfileobj(held, out)
    keyring.load(ring)
