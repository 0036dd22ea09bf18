"""What a lock file must and must not hold. Asks no network: it reads the files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

_ADDRESS = re.compile(
    r"[a-z][a-z+.]*://|\bgit@|^\s*-(?:i|f|e)\b|^\s*--(?:index-url|extra-index-url|find-links|editable|"
    r"trusted-host)\b|^[\w.\[\]-]+\s*@",
    re.IGNORECASE | re.MULTILINE,
)
_PACKAGE = re.compile(
    r"[\w.-]+(?:\[[\w,-]+\])?==[^\s;\\]+(?:\s*;[^\\]*?)?(?:\s+--hash=sha256:[0-9a-f]{64})+"
)
_INTEGRITY = re.compile(r"sha512-[A-Za-z0-9+/]{86}==")


def findings(project: Path) -> list[str]:
    """What is wrong with the locks of a project: a place to load from, or a package without its hash."""
    found = []
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock"):
        found += [f"{name}: {text}" for text in of_python((project / name).read_text("utf-8"))]
    found += [
        f"package-lock.json: {text}"
        for text in of_node((project / "package-lock.json").read_text("utf-8"))
    ]
    return found


def of_python(text: str) -> Iterator[str]:
    """Every package of a pip lock has one version and SHA-256 hashes; nothing names a place."""
    for hit in _ADDRESS.finditer(text):
        yield f"line {text.count(chr(10), 0, hit.start()) + 1} names a place to load from"
    bare = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    packages = [
        " ".join(line.split()) for line in bare.replace("\\\n", " ").splitlines() if line.strip()
    ]
    if not packages:
        yield "holds no package"
    yield from (
        f"“{line.split(' ')[0]}” has no version or no hash"
        for line in packages
        if not _PACKAGE.fullmatch(line)
    )


def of_node(text: str) -> Iterator[str]:
    """Every package of an npm lock has its SHA-512; nothing names a place."""
    for hit in _ADDRESS.finditer(text):
        yield f"line {text.count(chr(10), 0, hit.start()) + 1} names a place to load from"
    packages = json.loads(text)["packages"]
    for path, entry in packages.items():
        if "resolved" in entry or entry.get("link"):
            yield f"{path} is bound to a place"
        if path and not _INTEGRITY.fullmatch(entry.get("integrity", "")):
            yield f"{path} has no hash"
