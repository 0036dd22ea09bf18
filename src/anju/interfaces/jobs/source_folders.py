"""The folders in which departments lay their files: taken when whole, answered, and removed once they are on file; then
a department's database, where one is described.

A department (or an SFTP server whose directory this is, or from which `sftp_folders` brings it) writes ``NAME.part``,
renames it to ``NAME``, and lays
``NAME.manifest.json`` beside it. What is taken in is committed first and the file removed afterwards: whoever is killed
in between finds the same bytes again, which are known by their digest and change nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from django.conf import settings

from anju.domains.exchange.api import databases, deliveries
from anju.domains.exchange.api.deliveries import Delivery, DeliveryState
from anju.foundation.actor import system
from anju.foundation.db.scope import acting
from anju.foundation.errors import Refused
from anju.foundation.whole_files import PART, write
from anju.interfaces.exports.source_rows import refused_listing
from anju.interfaces.jobs import sftp_folders
from anju.interfaces.jobs.folder_tickets import PATTERN, exchange_tickets

ARRIVING = 600
"""Seconds that a file may differ from its manifest because it is still being written."""
MOST_BYTES = 512 * 1024 * 1024
DONE = (DeliveryState.APPLIED, DeliveryState.REFUSED, DeliveryState.DROPPED)
ACTOR = system("exchange.folders", channel="exchange")


def folder_of(source: str) -> tuple[Path, Path]:
    """Where files of a source come in and answers go out. Both are made if there are none."""
    root = Path(os.environ.get("ANJU_EXCHANGE_DIR", "") or settings.DATA / "exchange") / source
    for name in ("in", "out"):
        (root / name).mkdir(parents=True, exist_ok=True, mode=0o770)
    return root / "in", root / "out"


def look(source: str, *, at: datetime) -> list[Delivery]:
    """Take in what is whole, in the order of its day and name, then what a database holds; what came of each."""
    coming, answers = folder_of(source)
    remote, fault = _remote(coming.parent)
    carried = sftp_folders.fetch(remote, coming, at=at) if remote else sftp_folders.Carried()
    taken, note = [], fault or carried.fault
    for path, manifest in _whole(coming):
        try:
            found = _take(source, path, manifest, at)
        except Refused as waiting:
            note = waiting.code
            continue
        taken.append(found)
        if found.state in DONE:
            _answer(answers, path.name, found)
            path.unlink(missing_ok=True)
            path.with_name(path.name + deliveries.MANIFEST).unlink(missing_ok=True)
        else:
            note = found.reason
    _clear(source, coming)
    exchange_tickets(source, coming, answers, at=at)
    reading = databases.read_database(source, at=at)
    for found in reading.deliveries:
        if found.state in DONE:
            _answer(answers, f"database-{found.id}", found)
    note = note or reading.fault or _left(coming)
    if remote is not None:
        gone = {name: state for name, state in carried.held.items() if not (coming / name).exists()}
        note = note or sftp_folders.finish(remote, answers, gone).fault
    with acting(ACTOR):
        deliveries.looked(source, note=note, at=at, again=reading.again)
    return [*taken, *reading.deliveries]


def _remote(folder: Path) -> tuple[sftp_folders.Remote | None, str]:
    """The SFTP server of a source, or why what is written of it cannot be used."""
    try:
        return sftp_folders.remote_of(folder), ""
    except Refused as refused:
        return None, refused.code


def _whole(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Files with their manifests; links, folders and what is still being written are passed over."""
    found = [
        (p, m)
        for p in folder.iterdir()
        if not p.name.startswith(".")
        and not p.name.endswith((PART, deliveries.MANIFEST))
        and (m := p.with_name(p.name + deliveries.MANIFEST)).is_file()
        and p.is_file()
        and not p.is_symlink()
        and not m.is_symlink()
    ]
    return iter(sorted(found, key=lambda pair: (_day(pair[1]), pair[0].name)))


def _day(manifest: Path) -> str:
    try:
        day = deliveries.read_manifest(manifest.read_bytes()).as_of
    except (Refused, OSError):
        return ""
    return day.isoformat() if day else ""


def _take(source: str, path: Path, manifest: Path, at: datetime) -> Delivery:
    """`Refused` ``delivery_manifest``, ``delivery_arriving``, ``delivery_too_large``: it is left where it is."""
    stated = deliveries.read_manifest(manifest.read_bytes())
    status = path.stat()
    if status.st_size > MOST_BYTES:
        raise Refused("delivery_too_large", megabytes=MOST_BYTES >> 20)
    data = path.read_bytes()
    differs = hashlib.sha256(data).hexdigest() != stated.sha256
    if differs and at.timestamp() - status.st_mtime < ARRIVING:
        raise Refused("delivery_arriving")
    return deliveries.take_file(source, path.name, data, stated, at=at)


def _clear(source: str, folder: Path) -> None:
    """Remove manifests whose file was taken and removed before somebody was killed."""
    for manifest in folder.glob(f"*{deliveries.MANIFEST}"):
        if manifest.with_name(manifest.name.removesuffix(deliveries.MANIFEST)).exists():
            continue
        try:
            stated = deliveries.read_manifest(manifest.read_bytes())
        except Refused:
            continue
        with acting(ACTOR):
            taken = deliveries.by_digest(source, stated.sha256)
        if taken is not None and taken.state in DONE:
            manifest.unlink(missing_ok=True)


def _left(folder: Path) -> str:
    """What lies in the folder and cannot be taken; "" for nothing."""
    names = {p.name for p in folder.iterdir() if not p.name.startswith(".")}
    without = [
        n
        for n in names
        if not n.endswith((PART, deliveries.MANIFEST, PATTERN.partition("*")[2]))
        and n + deliveries.MANIFEST not in names
    ]
    return "delivery_no_manifest" if without else ""


def _answer(folder: Path, name: str, found: Delivery) -> None:
    """The receipt, and the refused rows with their reasons. Written anew each time, whole or not at all."""
    if found.counts.refused or found.counts.aside:
        with acting(ACTOR):
            listing = refused_listing(found.id, "zh-hans")
            write(folder / f"{name}.refused.xlsx", listing.bytes())
    receipt = {
        "file": name,
        "state": found.state.value,
        "reason": found.reason,
        **asdict(found.counts),
    }
    write(folder / f"{name}.receipt.json", [json.dumps(receipt, ensure_ascii=False).encode()])
