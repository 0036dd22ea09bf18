"""The one way in for files. A PDF is taken apart in a process of its own with little memory and time: whatever it makes
the library ask for, only that process dies of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from anju.foundation.bounded import bound
from anju.foundation.errors import Refused
from anju.foundation.files.pictures import PDF, clean_picture, content_type

MEMORY = 1024 * 1024 * 1024
"""Bytes of address space of the process, some 200 MB of it for the libraries."""
SECONDS = 30


def cleaned(data: bytes, *, pdf: bool = True, quality: int = 85) -> tuple[bytes, str]:
    """(bytes, content type) of what is kept: JPEG of a picture, PDF of a PDF's pages.

    `Refused` what `content_type` and `pictures.opened` raise, and of a PDF paper_pdf_locked
    (encrypted), paper_pdf_broken (not whole, or nothing but an appearance of a PDF), paper_pdf_heavy
    (takes more than any scanned page).
    """
    kind = content_type(data, pdf=pdf)
    if kind == PDF:
        return _pages_alone(data), PDF
    return clean_picture(data, quality=quality), "image/jpeg"


def _pages_alone(data: bytes) -> bytes:
    environment = {
        "PYTHONPATH": str(Path(__file__).resolve().parents[3]),
        "PATH": os.environ.get("PATH", ""),
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Refused("paper_pdf_heavy") from error
    head, _, body = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise Refused("paper_pdf_heavy")
    if code := json.loads(head)["refused"]:
        raise Refused(code)
    return body


def main() -> None:
    """The process: the file comes by standard input; a line with the refusal, or none, and the pages leave."""
    bound(memory=MEMORY, seconds=SECONDS)
    from anju.foundation.files.pdfs import pages_alone

    code, made = "", b""
    try:
        made = pages_alone(sys.stdin.buffer.read())
    except Refused as refused:
        code = refused.code
    except (MemoryError, RecursionError):
        code = "paper_pdf_heavy"
    sys.stdout.buffer.write(json.dumps({"refused": code}).encode() + b"\n" + made)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
