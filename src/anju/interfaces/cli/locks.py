"""What a lock file must and must not hold, read from the files without a network; and known weaknesses of the packages
in our locks, asked of the registries where they answer."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

_ADDRESS = re.compile(
    r"[a-z][a-z+.]*://|\bgit@|^\s*-(?:i|f|e)\b|^\s*--(?:index-url|extra-index-url|find-links|editable|"
    r"trusted-host)\b|^[\w.\[\]-]+\s*@",
    re.IGNORECASE | re.MULTILINE,
)
_PACKAGE = re.compile(
    r"[\w.-]+(?:\[[\w,-]+\])?==[^\s;\\]+(?:\s*;[^\\]*?)?(?:\s+--hash=sha256:[0-9a-f]{64})+"
)
_VERSION = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^\s;\\]+)", re.MULTILINE)
_INTEGRITY = re.compile(r"sha512-[A-Za-z0-9+/]{86}==")


def findings(project: Path) -> list[str]:
    """What is wrong with the locks of a project: a place to load from, a package without its hash, two versions of one
    package."""
    found = []
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock"):
        found += [f"{name}: {text}" for text in of_python((project / name).read_text("utf-8"))]
    ours, developers = (
        (project / name).read_text("utf-8")
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    found += [f"requirements-dev.lock: {text}" for text in differing(ours, developers)]
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


def differing(ours: str, developers: str) -> Iterator[str]:
    """The developers' lock holds every package of the other one, in the same version: one environment serves both."""
    wanted, held = (dict(_VERSION.findall(text)) for text in (ours, developers))
    for name, version in wanted.items():
        if held.get(name) != version:
            yield f"{name} is {held.get(name, 'missing')}, in requirements.lock {version}"


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


SECONDS = 90
"""How long a registry may take before it counts as not answering."""
Run = Callable[[list[str], Path], "subprocess.CompletedProcess[str]"]


@dataclass(frozen=True)
class Answer:
    """What came of asking about one lock: `found` weaknesses, or why it could not be asked (`unasked`)."""

    lock: str
    found: tuple[str, ...] = ()
    unasked: str = ""


def asked(project: Path, run: Run | None = None) -> list[Answer]:
    """Ask about the Python and the Node packages. Nothing is installed, and nothing but their names
    and versions sent."""
    run = run or _run
    return [_python(project, run), _node(project, run)]


def _run(command: list[str], place: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        cwd=place,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        stdin=subprocess.DEVNULL,
    )


def _python(project: Path, run: Run) -> Answer:
    lock = "requirements.lock"
    program = Path(sys.prefix) / "bin" / "pip-audit"
    found = str(program) if program.exists() else shutil.which("pip-audit")
    if found is None:
        return Answer(lock, unasked="pip-audit is not installed here")
    answer = _json(
        [
            found,
            "--requirement",
            str(project / lock),
            "--require-hashes",
            "--disable-pip",
            "--format",
            "json",
            "--progress-spinner",
            "off",
        ],
        project,
        run,
    )
    if not isinstance(answer, dict) or "dependencies" not in answer:
        return Answer(lock, unasked="its advisory service did not answer")
    return Answer(
        lock,
        tuple(
            f"{one['name']} {one['version']}: {weak['id']}, mended in "
            f"{', '.join(weak.get('fix_versions', [])) or 'no version yet'}"
            for one in answer["dependencies"]
            for weak in one.get("vulns", [])
        ),
    )


def _node(project: Path, run: Run) -> Answer:
    lock = "package-lock.json"
    npm = shutil.which("npm")
    if npm is None:
        return Answer(lock, unasked="npm is not installed here")
    with (
        tempfile.TemporaryDirectory() as place
    ):  # npm must see the lock alone, and write nothing beside it
        for name in ("package.json", lock):
            shutil.copyfile(project / name, Path(place) / name)
        answer = _json(
            [npm, "audit", "--json", "--package-lock-only", "--audit-level=none"], Path(place), run
        )
    if not isinstance(answer, dict) or "vulnerabilities" not in answer:
        return Answer(lock, unasked="the registry this machine uses did not answer")
    return Answer(
        lock,
        tuple(
            f"{name}: {one.get('severity', 'unknown')}, in {one.get('range', 'all versions')}"
            for name, one in sorted(answer["vulnerabilities"].items())
        ),
    )


def _json(command: list[str], place: Path, run: Run) -> object:
    try:
        return json.loads(run(command, place).stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
