"""A real SoftHSM2 token, and a keystore of files, of the test's own."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from anju.foundation.actor import Actor, Grant
from anju.foundation.keystore import backends
from anju.foundation.keystore.backends.file import FileBackend
from anju.foundation.keystore.backends.pkcs11 import Pkcs11Backend

PLACES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)


@pytest.fixture(scope="session")
def token(tmp_path_factory) -> Pkcs11Backend:
    """An empty token, initialised as the manual says."""
    library, program = (
        next((p for p in PLACES if Path(p).exists()), ""),
        shutil.which("softhsm2-util"),
    )
    if not library or not program:
        pytest.fail("SoftHSM2 is missing: on Debian, apt-get install softhsm2")
    place = tmp_path_factory.mktemp("softhsm")
    (place / "tokens").mkdir()
    (place / "softhsm2.conf").write_text(
        f"directories.tokendir = {place}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n"
    )
    os.environ["SOFTHSM2_CONF"] = str(place / "softhsm2.conf")
    subprocess.run(
        [
            program,
            "--init-token",
            "--free",
            "--label",
            "anju",
            "--so-pin",
            "87654321",
            "--pin",
            "1234",
        ],
        check=True,
        capture_output=True,
    )
    return Pkcs11Backend(library, "anju", "1234")


@pytest.fixture
def files(tmp_path) -> FileBackend:
    """An empty keystore of files."""
    return FileBackend(tmp_path / "store")


@pytest.fixture(params=["file", "pkcs11"])
def keeper(request, files, monkeypatch, settings):
    """The keystore as each backend keeps it."""
    found = request.getfixturevalue("token") if request.param == "pkcs11" else files
    settings.KEYSTORE = request.param
    for module in ("operations", "using"):
        monkeypatch.setattr(f"anju.foundation.keystore.{module}.backend", lambda name: found)
    backends.backend.cache_clear()
    return found


def administrator(user_id: int, label: str) -> Actor:
    """Somebody who takes part in ceremonies."""
    return Actor(
        "staff",
        user_id=user_id,
        label=label,
        channel="web",
        grants=(Grant("sysadmin", frozenset({"permit.keys"}), ""),),
    )


WANG, LI, ZHAO = administrator(901, "王"), administrator(902, "李"), administrator(903, "赵")
