"""Folders of departments on remote SFTP servers: what lies there whole is fetched, what goes out is laid there whole.

The operator describes a server in ``sftp.json`` in the folder of a source (`Remote`): host, port, user, folder, the
file of the private key, and the server's public host keys, without which nobody is spoken to. Both ways a file is
written as ``NAME.part``, read back or compared with its manifest, and renamed; a manifest comes last. A remote file is
removed only once the one fetched has been taken here: whoever is cut off in between begins again and changes nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

import asyncssh

from anju.domains.exchange.api import deliveries
from anju.foundation.errors import Refused
from anju.foundation.whole_files import PART, flush
from anju.interfaces.jobs.folder_tickets import PATTERN

FILE = "sftp.json"
MOST_BYTES = 512 * 1024 * 1024
MOST_NAMES = 2_000
LARGEST_MANIFEST = 64 * 1024
ARRIVING = 600
"""Seconds that a remote file may differ from its manifest because it is still being written."""
BLOCK = 256 * 1024
CONNECT, WHOLE = 20.0, 900.0
"""Seconds for signing in, and for everything of one look."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A folder on an SFTP server. `host_keys`: its public keys as ``ssh-ed25519 AAAA…``; another key ends the
    connection before anything is sent. `key_file`: of our private key, readable by its owner alone."""

    host: str
    port: int
    user: str
    folder: str
    key_file: Path
    host_keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """What one session did: `held` lie here now, with size and time of the remote file; `sent` and `removed` there; why
    it broke off, or what was left (`fault`)."""

    held: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    sent: int = 0
    removed: int = 0
    fault: str = ""


def remote_of(folder: Path) -> Remote | None:
    """The server that is described beside a source's folders; None where there is none. `Refused` ``sftp_settings``
    (something is missing or cannot be), ``sftp_key_file`` (absent, or read by others), ``sftp_host_keys`` (none)."""
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
        key_file = folder / str(found["key_file"])
        remote = Remote(
            str(found["host"]),
            int(found.get("port", 22)),
            str(found["user"]),
            str(found.get("folder", ".")),
            key_file,
            tuple(str(k) for k in found.get("host_keys", ())),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused("sftp_settings") from error
    if not remote.host or not remote.user or not 0 < remote.port < 65_536:
        raise Refused("sftp_settings")
    if not key_file.is_file() or key_file.stat().st_mode & 0o077:
        raise Refused("sftp_key_file")
    if not remote.host_keys:
        raise Refused("sftp_host_keys")
    return remote


def fetch(remote: Remote, coming: Path, *, at: datetime) -> Carried:
    """Bring what lies whole in the remote folder ``in`` into the local one; nothing is removed there yet."""
    return _carried(remote, lambda sftp, base: _fetch(sftp, base / "in", coming, at))


def finish(remote: Remote, answers: Path, taken: Mapping[str, tuple[int, int]]) -> Carried:
    """Remove from the remote folder ``in`` what was taken here, where it is still the same, and lay everything that
    waits in the local folder of answers into ``out``, each with its manifest; what arrived whole is removed here."""
    waiting = [p for p in sorted(answers.iterdir()) if p.is_file() and not p.is_symlink()]
    waiting = [p for p in waiting if not p.name.startswith(".") and not p.name.endswith(PART)]
    if not waiting and not taken:
        return Carried()
    return _carried(remote, lambda sftp, base: _finish(sftp, base, waiting, taken))


def offered_keys(host: str, port: int) -> list[str]:
    """The public keys that a server offers, with their fingerprints: to be compared by another way before pinning.
    `Refused` as `fetch`."""
    found = []
    for algorithm in ("ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-256"):
        try:
            key = asyncio.run(
                asyncio.wait_for(
                    asyncssh.get_server_host_key(
                        host, port, server_host_key_algs=[algorithm], config=None
                    ),
                    CONNECT,
                )
            )
        except (OSError, asyncssh.Error, TimeoutError):
            continue
        if key is not None:
            text = key.export_public_key().decode().strip()
            found.append(f"{text}  {key.get_fingerprint()}")
    if not found:
        raise Refused("sftp_not_reached")
    return found


def _carried(remote: Remote, work: Callable[[Any, PurePosixPath], Any]) -> Carried:
    try:
        found: Carried = asyncio.run(asyncio.wait_for(_session(remote, work), WHOLE))
    except Refused as refused:
        return Carried(fault=refused.code)
    except Exception as error:  # whatever a server does, the next look begins again
        return Carried(fault=_fault(error))
    return found


async def _session(remote: Remote, work: Callable[[Any, PurePosixPath], Any]) -> Carried:
    try:
        pinned = [asyncssh.import_public_key(k) for k in remote.host_keys]
        own = asyncssh.read_private_key(str(remote.key_file))
    except (asyncssh.KeyImportError, OSError, ValueError) as error:
        raise Refused("sftp_keys") from error
    async with (
        asyncssh.connect(
            remote.host,
            remote.port,
            username=remote.user,
            client_keys=[own],
            known_hosts=(pinned, [], []),
            agent_path=None,
            config=None,
            password=None,
            preferred_auth="publickey",
            connect_timeout=CONNECT,
            login_timeout=CONNECT,
            keepalive_interval=15,
        ) as line,
        line.start_sftp_client() as sftp,
    ):
        found: Carried = await work(sftp, PurePosixPath(remote.folder))
    return found


def _fault(error: BaseException) -> str:
    kinds: tuple[tuple[type[BaseException], str], ...] = (
        (asyncssh.HostKeyNotVerifiable, "sftp_host_key_wrong"),
        (asyncssh.PermissionDenied, "sftp_not_signed_in"),
        (asyncssh.SFTPNoSuchFile, "sftp_no_folder"),
        (asyncssh.SFTPPermissionDenied, "sftp_denied"),
        (TimeoutError, "sftp_timed_out"),
        (asyncssh.SFTPError, "sftp_failed"),
        (asyncssh.Error, "sftp_cut"),
        (OSError, "sftp_not_reached"),
    )
    return next((code for kind, code in kinds if isinstance(error, kind)), "sftp_failed")


async def _fetch(
    sftp: Any,  # noqa: ANN401
    folder: PurePosixPath,
    coming: Path,
    at: datetime,
) -> Carried:
    names: dict[str, Any] = {}
    async for entry in sftp.scandir(str(folder)):
        if len(names) >= MOST_NAMES:
            break
        if _is_plain(entry):
            names[str(entry.filename)] = entry.attrs
    held, fault = dict[str, tuple[int, int]](), ""
    for name in sorted(n.removesuffix(deliveries.MANIFEST) for n in names if _is_manifest(n)):
        try:
            if name in names:
                await _one(sftp, folder, name, names, coming, at)
                held[name] = _state(names[name])
            elif at.timestamp() - _state(names[name + deliveries.MANIFEST])[1] > ARRIVING:
                held[name] = (0, 0)  # its file was removed before the line was cut
        except Refused as refused:
            fault = refused.code
    await _fetch_answers(sftp, folder, names, coming, held)
    return Carried(held, fault=fault)


async def _fetch_answers(
    sftp: Any,  # noqa: ANN401
    folder: PurePosixPath,
    names: Mapping[str, Any],
    coming: Path,
    held: dict[str, tuple[int, int]],
) -> None:
    """Answers to correction tickets, which bear no manifest: read whole, and small."""
    for name in sorted(n for n in names if fnmatch(n, PATTERN)):
        if int(names[name].size or 0) <= LARGEST_MANIFEST and not (coming / name).exists():
            _laid(coming / name, await _read(sftp, folder / name, LARGEST_MANIFEST))
        held[name] = _state(names[name])


def _is_manifest(name: str) -> bool:
    return name.endswith(deliveries.MANIFEST) and name != deliveries.MANIFEST


def _state(attrs: Any) -> tuple[int, int]:  # noqa: ANN401
    return int(attrs.size or 0), int(attrs.mtime or 0)


async def _one(
    sftp: Any,  # noqa: ANN401
    folder: PurePosixPath,
    name: str,
    names: Mapping[str, Any],
    coming: Path,
    at: datetime,
) -> None:
    """Fetch one file, and its manifest after it; not again what lies here already under the same manifest."""
    beside = name + deliveries.MANIFEST
    if int(names[beside].size or 0) > LARGEST_MANIFEST:
        raise Refused("delivery_manifest")
    text = await _read(sftp, folder / beside, LARGEST_MANIFEST)
    stated = deliveries.read_manifest(text)
    here = coming / beside
    if (coming / name).is_file() and here.is_file() and here.read_bytes() == text:
        return
    size, written = _state(names[name])
    if size > MOST_BYTES:
        raise Refused("delivery_too_large", megabytes=MOST_BYTES >> 20)
    part = coming / f".{name}{PART}"
    try:
        digest = await _download(sftp, folder / name, part)
        if digest != stated.sha256 and at.timestamp() - written < ARRIVING:
            raise Refused("delivery_arriving")
        os.utime(part, (written, written))
        part.replace(coming / name)
    finally:
        part.unlink(missing_ok=True)
    _laid(here, text)


def _is_plain(entry: Any) -> bool:  # noqa: ANN401
    """A file with a name that means the same here: no link, no folder, no way out of the folder."""
    name = entry.filename
    if not isinstance(name, str) or not name or name.startswith(".") or name.endswith(PART):
        return False
    if "/" in name or "\\" in name or "\0" in name or len(name.encode()) > 200:
        return False
    mode = entry.attrs.permissions
    return mode is not None and stat.S_ISREG(mode)


async def _download(sftp: Any, source: PurePosixPath, part: Path) -> str:  # noqa: ANN401
    digest, size = hashlib.sha256(), 0
    with part.open("wb") as out:
        async with sftp.open(str(source), "rb") as remote:
            while block := await remote.read(BLOCK):
                size += len(block)
                if size > MOST_BYTES:
                    raise Refused("delivery_too_large", megabytes=MOST_BYTES >> 20)
                digest.update(block)
                out.write(block)
        out.flush()
    return digest.hexdigest()


async def _read(sftp: Any, path: PurePosixPath, most: int) -> bytes:  # noqa: ANN401
    async with sftp.open(str(path), "rb") as remote:
        found: bytes = await remote.read(most + 1)
    if len(found) > most:
        raise Refused("delivery_manifest")
    return found


def _laid(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}{PART}")
    part.write_bytes(content)
    part.replace(path)
    flush(path.parent)


async def _finish(
    sftp: Any,  # noqa: ANN401
    base: PurePosixPath,
    waiting: list[Path],
    taken: Mapping[str, tuple[int, int]],
) -> Carried:
    removed = sent = 0
    for name, state in taken.items():
        there = str(base / "in" / name)
        if await sftp.exists(there) and _state(await sftp.stat(there)) != state:
            continue  # another one by now
        for one in (there, there + deliveries.MANIFEST):
            if await sftp.exists(one):
                await sftp.remove(one)
        removed += 1
    for path in waiting:
        data, target = path.read_bytes(), base / "out" / path.name
        await _put(sftp, target, data)
        manifest = {
            "file": path.name,
            "sha256": hashlib.sha256(data).hexdigest(),
            "bytes": len(data),
        }
        beside = target.with_name(path.name + deliveries.MANIFEST)
        await _put(sftp, beside, json.dumps(manifest, ensure_ascii=False).encode())
        if path.read_bytes() == data:
            path.unlink()
        sent += 1
    return Carried(sent=sent, removed=removed)


async def _put(sftp: Any, path: PurePosixPath, data: bytes) -> None:  # noqa: ANN401
    """Write beside the name, read back, then under the name."""
    part = f"{path}{PART}"
    async with sftp.open(part, "wb") as out:
        for start in range(0, len(data), BLOCK):
            await out.write(data[start : start + BLOCK])
    async with sftp.open(part, "rb") as back:
        digest = hashlib.sha256()
        while block := await back.read(BLOCK):
            digest.update(block)
    if digest.digest() != hashlib.sha256(data).digest():
        await sftp.remove(part)
        raise Refused("sftp_differs")
    try:
        await sftp.posix_rename(part, str(path))
    except asyncssh.SFTPOpUnsupported:
        if await sftp.exists(str(path)):
            await sftp.remove(str(path))
        await sftp.rename(part, str(path))
