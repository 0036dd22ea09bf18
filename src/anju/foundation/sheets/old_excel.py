"""Old Excel files (.xls), read in a process of their own with little memory and time.

Such a file cannot be measured without reading it: two cells in far corners of each of a hundred sheets, some kilobytes,
make the reading library ask for tens of gigabytes, and a process that gets none dies. So it may, alone.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anju.foundation.errors import Refused

if TYPE_CHECKING:
    from anju.foundation.sheets.workbook import Workbook

MEMORY = 2 * 1024 * 1024 * 1024
"""Bytes of address space; some 600 MB of it go to the libraries themselves."""
SECONDS = 60
MAX_BYTES = 64 * 1024 * 1024
"""The format ends at 65,536 rows a sheet."""


def read_old_excel(data: bytes, filename: str, sheet: str | None) -> Workbook:
    """The workbook. `Refused` as `read_excel`, and file_built_oddly when reading it asks for too much."""
    import polars as pl

    from anju.foundation.sheets import workbook

    if len(data) > MAX_BYTES:
        raise Refused("file_too_large", filename=filename, megabytes=MAX_BYTES >> 20)
    environment = {"PYTHONPATH": str(Path(__file__).resolve().parents[3]), "POLARS_MAX_THREADS": "1",
                   "PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8", "RUST_BACKTRACE": "0"}
    asked = json.dumps({"filename": filename, "sheet": sheet})
    try:
        done = subprocess.run([sys.executable, "-m", __name__, asked], input=data, env=environment, check=False,
                              capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired as err:
        raise Refused("file_built_oddly", filename=filename, part="") from err
    if done.returncode:
        raise Refused("file_built_oddly", filename=filename, part="")
    said, _, rest = done.stdout.partition(b"\n")
    answer = json.loads(said)
    if "code" in answer:
        raise Refused(answer["code"], **answer["params"])
    sheets, at = [], 0
    for name, hidden, length in answer["sheets"]:
        sheets.append(workbook.Sheet(name, pl.read_ipc(io.BytesIO(rest[at : at + length])), hidden))
        at += length
    return workbook.Workbook(filename, tuple(sheets), tuple(answer["names"]))


def main() -> None:
    """The process: the file comes by standard input, the sheets leave by standard output."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from anju.foundation.sheets.excel import read_excel

    asked = json.loads(sys.argv[1])
    blobs: list[bytes] = []
    try:
        book = read_excel(sys.stdin.buffer.read(), asked["filename"], asked["sheet"])
    except Refused as refused:
        answer: dict[str, Any] = {"code": refused.code, "params": refused.params}
    else:
        for one in book.sheets:
            blob = io.BytesIO()
            one.cells.write_ipc(blob)
            blobs.append(blob.getvalue())
        answer = {"names": book.names, "sheets": [(s.name, s.hidden, len(b)) for s, b in
                                                  zip(book.sheets, blobs, strict=True)]}
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + b"".join(blobs))


if __name__ == "__main__":
    main()
