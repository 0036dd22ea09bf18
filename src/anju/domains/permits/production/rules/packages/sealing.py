"""A package: a zip with a manifest that names every file by its hash, and a detached signature of the manifest.

``manifest.json`` lists name, size and SHA-256 of every other file; ``manifest.sig`` is JSON: ``key`` (its id),
``algorithm``, ``signature`` (base64 over the bytes of manifest.json). Nothing is read from a package before signature
and hashes hold, nothing that the manifest does not name may be in it, and its unpacked size is limited.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from anju.foundation.errors import Refused

MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
LARGEST = 512 * 1024 * 1024
"""Bytes a package may unpack to: some five thousand cards with photos."""
MOST_FILES = 20_000
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Seal:
    """A signature over a manifest: by which key, by which algorithm."""

    key: str
    algorithm: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class Package:
    """An opened package whose signature and hashes held. `digest` is the SHA-256 of its manifest, in hex."""

    manifest: Mapping[str, Any]
    files: Mapping[str, bytes]
    digest: str
    seal: Seal


def pack(
    head: Mapping[str, Any], files: Mapping[str, bytes], sign: Callable[[bytes], Seal]
) -> tuple[bytes, str]:
    """(the zip, the digest of its manifest). The same content always gives the same manifest."""
    listed = [
        {"name": n, "size": len(b), "sha256": hashlib.sha256(b).hexdigest()}
        for n, b in sorted(files.items())
    ]
    manifest = json.dumps(
        {**head, "files": listed}, ensure_ascii=False, sort_keys=True, indent=1
    ).encode()
    seal = sign(manifest)
    signed = {
        "key": seal.key,
        "algorithm": seal.algorithm,
        "signature": base64.b64encode(seal.signature).decode(),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, body in (
            (MANIFEST, manifest),
            (SIGNATURE, json.dumps(signed).encode()),
            *sorted(files.items()),
        ):
            box.writestr(zipfile.ZipInfo(name, _EPOCH), body, compress_type=zipfile.ZIP_DEFLATED)
    return out.getvalue(), hashlib.sha256(manifest).hexdigest()


def unpack(blob: bytes, *, form: str, holds: Callable[[bytes, Seal], bool]) -> Package:
    """Open a package of this form. `holds` says whether a seal over the manifest is one of a key we trust.

    Raises `Refused`: `parcel_unreadable`, `parcel_too_large`, `parcel_form` (another kind of file),
    `parcel_signature` (forged or altered), `parcel_altered` (a file differs from the manifest, is
    missing, or is extra).
    """
    files = _contents(blob)
    try:
        manifest_bytes, seal = files.pop(MANIFEST), _seal(files.pop(SIGNATURE))
        manifest = json.loads(manifest_bytes)
        listed = {str(f["name"]): (int(f["size"]), str(f["sha256"])) for f in manifest["files"]}
        stated = str(manifest["format"])
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        binascii.Error,
        UnicodeDecodeError,
    ) as error:
        raise Refused("parcel_unreadable") from error
    if not holds(manifest_bytes, seal):
        raise Refused("parcel_signature", key=seal.key[:60])
    if stated != form:
        raise Refused("parcel_form", form=stated[:60], expected=form)
    found = {n: (len(b), hashlib.sha256(b).hexdigest()) for n, b in files.items()}
    if found != listed:
        wrong = sorted({n for n in found.keys() | listed.keys() if found.get(n) != listed.get(n)})
        raise Refused("parcel_altered", files=wrong[:5])
    return Package(manifest, files, hashlib.sha256(manifest_bytes).hexdigest(), seal)


def _contents(blob: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(blob)) as box:
            entries = box.infolist()
            names = [e.filename for e in entries]
            if len(entries) > MOST_FILES or sum(e.file_size for e in entries) > LARGEST:
                raise Refused("parcel_too_large")
            if len(names) != len(set(names)):
                raise Refused(
                    "parcel_altered", files=sorted({n for n in names if names.count(n) > 1})[:5]
                )
            return {e.filename: _read(box, e) for e in entries}
    except (
        zipfile.BadZipFile,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise Refused("parcel_unreadable") from error


def _read(box: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """No more than the entry says it holds: a header that lies must not fill the memory."""
    with box.open(entry) as handle:
        body = handle.read(entry.file_size + 1)
    if len(body) != entry.file_size:
        raise Refused("parcel_altered", files=[entry.filename])
    return body


def _seal(raw: bytes) -> Seal:
    stated = json.loads(raw)
    return Seal(
        str(stated["key"]),
        str(stated["algorithm"]),
        base64.b64decode(stated["signature"], validate=True),
    )
