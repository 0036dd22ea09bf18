"""A department's folder on a real SFTP server: fetched whole, answered, removed there only once it is on file here."""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncssh
import pytest
from tests.interfaces.jobs.test_source_folders import (  # noqa: F401 - fixtures
    SCHOOL,
    figures,
    folders,
    laid,
    names,
    night,
    note,
    street,
)

from anju.domains.exchange.api.sources import Trouble
from anju.foundation.clock import now
from anju.foundation.errors import Refused
from anju.interfaces.jobs import sftp_folders
from anju.interfaces.jobs.source_folders import look


@dataclass
class Server:
    """An SFTP server on this machine. `cut`: the connection ends after so many operations; `spoil`: what is written
    reads back differently; `plain`: it does not know renaming over a file."""

    root: Path
    host_key: Any = field(default_factory=lambda: asyncssh.generate_private_key("ssh-ed25519"))
    user_key: Any = field(default_factory=lambda: asyncssh.generate_private_key("ssh-ed25519"))
    port: int = 0
    cut: int | None = None
    spoil: bool = False
    plain: bool = False
    operations: list[str] = field(default_factory=list)

    def counted(self, name: str) -> None:
        self.operations.append(name)
        if self.cut is not None:
            self.cut -= 1
            if self.cut < 0:
                raise asyncssh.SFTPConnectionLost("cut")


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    class Files(asyncssh.SFTPServer):
        def __init__(self, chan: Any) -> None:
            super().__init__(chan, chroot=str(server.root).encode())

        def open(self, path: bytes, pflags: int, attrs: Any) -> object:
            server.counted(f"open {path.decode()}")
            return super().open(path, pflags, attrs)

        def write(self, file_obj: object, offset: int, data: bytes) -> int:
            server.counted("write")
            return super().write(file_obj, offset, data[:-1] + b"?" if server.spoil else data)

        def remove(self, path: bytes) -> None:
            server.counted(f"remove {path.decode()}")
            super().remove(path)

        def posix_rename(self, old: bytes, new: bytes) -> None:
            server.counted(f"rename {new.decode()}")
            if server.plain:
                raise asyncssh.SFTPOpUnsupported("no")
            super().posix_rename(old, new)

    class Doors(asyncssh.SSHServer):
        def begin_auth(self, username: str) -> bool:
            return True

        def public_key_auth_supported(self) -> bool:
            return True

        def validate_public_key(self, username: str, key: Any) -> bool:
            return username == "anju" and key == server.user_key.convert_to_public()

    loop = asyncio.new_event_loop()
    started = threading.Event()

    async def run() -> None:
        listener = await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=Doors,
            server_host_keys=[server.host_key],
            sftp_factory=Files,
        )
        server.port = listener.get_port()
        started.set()

    def forever() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(run())
        loop.run_forever()

    thread = threading.Thread(target=forever, daemon=True)
    thread.start()
    assert started.wait(20)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


@pytest.fixture
def server(tmp_path) -> Iterator[Server]:
    root = tmp_path / "there"
    for name in ("in", "out"):
        (root / name).mkdir(parents=True)
    with serving(Server(root)) as found:
        yield found


@pytest.fixture
def linked(server, folders):  # noqa: F811
    """The source's folders, with the server described beside them."""
    described(server, folders[0].parent)
    return folders


def described(server: Server, where: Path, **more: Any) -> None:
    key = where / "id_ed25519"
    key.write_bytes(server.user_key.export_private_key())
    key.chmod(0o600)
    public = server.host_key.export_public_key().decode().strip()
    (where / "sftp.json").write_text(
        json.dumps(
            {
                "host": "127.0.0.1",
                "port": server.port,
                "user": "anju",
                "folder": "/",
                "key_file": "id_ed25519",
                "host_keys": [public],
                **more,
            }
        )
    )


def test_a_file_that_lies_whole_there_is_taken_answered_there_and_removed(server, linked):
    laid(server.root / "in", night())
    (taken,) = look(SCHOOL.code, at=now())
    assert taken.counts.applied == 30
    assert names(server.root / "in") == []
    manifest, receipt = sorted(names(server.root / "out"), key=len, reverse=True)
    assert manifest == receipt + ".manifest.json"
    assert json.loads((server.root / "out" / receipt).read_text())["applied"] == 30
    stated = json.loads((server.root / "out" / manifest).read_text())
    data = (server.root / "out" / receipt).read_bytes()
    assert (stated["file"], stated["sha256"]) == (receipt, hashlib.sha256(data).hexdigest())
    assert names(linked[0]) == names(linked[1]) == []
    assert look(SCHOOL.code, at=now()) == []
    assert note() == ""


def test_files_are_written_beside_their_names_and_renamed_manifest_last(server, linked):
    laid(server.root / "in", night())
    look(SCHOOL.code, at=now())
    done = [o.rpartition("/")[2] for o in server.operations if o.startswith("rename")]
    assert len(done) == 2 and done[1] == done[0] + ".manifest.json"
    opened = [o for o in server.operations if "/out/" in o and o.startswith("open")]
    assert all(o.endswith(".part") for o in opened)


def test_a_server_without_renaming_over_a_file_is_served_too(server, linked):
    server.plain = True
    laid(server.root / "in", night())
    look(SCHOOL.code, at=now())
    assert len(names(server.root / "out")) == 2


def test_half_a_file_waits_while_it_may_still_arrive_and_is_refused_afterwards(server, linked):
    files = night()
    name = next(n for n in files if not n.endswith(".manifest.json"))
    laid(server.root / "in", {**files, name: files[name][: len(files[name]) // 2]})
    assert look(SCHOOL.code, at=now()) == []
    assert note() == "delivery_arriving"
    assert len(names(server.root / "in")) == 2 and names(linked[0]) == []
    old = now().timestamp() - 3600
    os.utime(server.root / "in" / name, (old, old))
    (refused,) = look(SCHOOL.code, at=now())
    assert refused.state == "refused"
    assert names(server.root / "in") == []


def test_wherever_the_line_is_cut_nothing_is_lost_and_nothing_counts_twice(server, linked):
    laid(server.root / "in", night())
    for cut in range(14):
        server.cut = cut
        look(SCHOOL.code, at=now())
    server.cut = None
    look(SCHOOL.code, at=now())
    look(SCHOOL.code, at=now() + timedelta(minutes=11))
    assert figures() == (30, 30, ["applied"])
    assert names(server.root / "in") == []
    assert len([n for n in names(server.root / "out") if n.endswith("receipt.json")]) == 1
    assert not [n for n in names(linked[0]) if n != ".gitignore"]


def test_a_file_that_was_replaced_meanwhile_is_not_removed(server, linked, monkeypatch):
    laid(server.root / "in", night())
    real = sftp_folders.finish

    def later(remote, answers, taken):
        for path in (server.root / "in").iterdir():
            path.write_bytes(path.read_bytes() + b" ")
        return real(remote, answers, taken)

    monkeypatch.setattr(sftp_folders, "finish", later)
    look(SCHOOL.code, at=now())
    assert len(names(server.root / "in")) == 2


def test_what_asks_a_person_stays_there_and_is_not_fetched_again_and_again(server, linked):
    laid(server.root / "in", night())
    look(SCHOOL.code, at=now())
    laid(server.root / "in", night(1, Trouble.SHRUNK))
    look(SCHOOL.code, at=now())
    there = names(server.root / "in")
    assert len(there) == 2
    data = next(n for n in there if not n.endswith(".manifest.json"))
    before = len([o for o in server.operations if o == f"open /in/{data}"])
    look(SCHOOL.code, at=now())
    assert len([o for o in server.operations if o == f"open /in/{data}"]) == before


def test_another_host_key_than_the_pinned_one_ends_it_before_anything_is_sent(server, linked):
    described(
        server,
        linked[0].parent,
        host_keys=[asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()],
    )
    laid(server.root / "in", night())
    assert look(SCHOOL.code, at=now()) == []
    assert note() == "sftp_host_key_wrong"
    assert server.operations == []
    assert len(names(server.root / "in")) == 2


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"host_keys": []}, "sftp_host_keys"),
        ({"host_keys": ["nonsense"]}, "sftp_keys"),
        ({"host": ""}, "sftp_settings"),
        ({"port": "x"}, "sftp_settings"),
        ({"key_file": "none"}, "sftp_key_file"),
        ({"user": "somebody"}, "sftp_not_signed_in"),
        ({"port": 1}, "sftp_not_reached"),
        ({"folder": "/nowhere"}, "sftp_no_folder"),
    ],
)
def test_what_is_wrong_stands_on_the_page_of_the_source(server, linked, more, code):
    described(server, linked[0].parent, **more)
    look(SCHOOL.code, at=now())
    assert note() == code


def test_a_key_that_others_may_read_is_not_used(server, linked):
    (linked[0].parent / "id_ed25519").chmod(0o644)
    with pytest.raises(Refused, match="sftp_key_file"):
        sftp_folders.remote_of(linked[0].parent)


def test_links_folders_and_names_that_lead_out_are_passed_over(server, linked, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("geheim")
    (server.root / "in" / "a.csv").symlink_to(secret)
    (server.root / "in" / "a.csv.manifest.json").write_text("{}")
    (server.root / "in" / "b.csv").mkdir()
    (server.root / "in" / "..\\c.csv").write_text("x")
    (server.root / "in" / ".hidden").write_text("x")
    look(SCHOOL.code, at=now())
    assert names(linked[0]) == []


def test_a_manifest_or_file_beyond_the_limit_is_left_where_it_is(server, linked, monkeypatch):
    monkeypatch.setattr(sftp_folders, "MOST_BYTES", 100)
    laid(server.root / "in", night())
    look(SCHOOL.code, at=now())
    assert note() == "delivery_too_large" and names(linked[0]) == []
    for path in (server.root / "in").glob("*.manifest.json"):
        path.write_bytes(b" " * 100_000)
    look(SCHOOL.code, at=now())
    assert note() == "delivery_manifest"


def test_what_reads_back_differently_is_not_renamed_and_waits_here(server, linked):
    laid(server.root / "in", night())
    server.spoil = True
    look(SCHOOL.code, at=now())
    assert note() == "sftp_differs"
    assert not [n for n in names(server.root / "out") if not n.endswith(".part")]
    server.spoil = False
    look(SCHOOL.code, at=now() + timedelta(minutes=1))
    assert len(names(server.root / "out")) == 2 and names(linked[1]) == []


def test_the_keys_that_a_server_offers_can_be_compared(server):
    (offered,) = sftp_folders.offered_keys("127.0.0.1", server.port)
    assert server.host_key.get_fingerprint() in offered
    assert offered.startswith("ssh-ed25519 ")
