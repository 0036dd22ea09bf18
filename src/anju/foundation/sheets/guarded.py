"""Every file is read in a process of its own with little memory and time, which ends with the file.

Whatever a file makes the reading libraries ask for, only that process dies of it. It sends the sheets
piece by piece, so that neither side ever holds a large sheet twice. Once a process has read a file, it keeps the next
reading process ready, because loading the libraries takes longer than reading most files (decision 0037).
"""

from __future__ import annotations

import atexit
import io
import json
import os
import selectors
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, cast

from anju.foundation.bounded import bound
from anju.foundation.errors import Refused

MEMORY = 2 * 1024 * 1024 * 1024
"""Bytes of address space beyond the file itself; some 600 MB of it go to the libraries."""
SECONDS = 120
"""Without a word from the process."""
PROCESSOR_SECONDS = 600
ROWS = 50_000
"""Of a sheet in one piece."""
Record = tuple[dict[str, Any], bytes]
Reader = subprocess.Popen[bytes]


def records(data: bytes, filename: str, sheet: str | None, *, piece: int) -> Iterator[Record]:
    """What the process says of the file: {"kind": "book"|"sheet"|"rows"|"text", …} and the rows as Arrow.

    `piece`: bytes of delimited text in one piece; 0: read it whole. Raises `Refused` for what the process refuses, and
    file_built_oddly when reading it asks for too much.
    """
    asked = {
        "filename": filename,
        "sheet": sheet,
        "piece": piece,
        "memory": MEMORY + 2 * len(data),
        "seconds": PROCESSOR_SECONDS,
    }
    process = _taken()
    try:
        _send(cast("IO[bytes]", process.stdin), json.dumps(asked).encode() + b"\n", data)
        yield from _received(cast("IO[bytes]", process.stdout), filename)
    finally:
        _ended(process)
        _keep_ready()


ready: list[Reader] = []
"""At most a few processes that have loaded the libraries and wait for a file: usually one."""


def _taken() -> Reader:
    """The process that is ready if it is still alive, else a new one. Nobody else gets the same one."""
    while True:
        try:
            process = ready.pop()
        except IndexError:
            return _started()
        if process.poll() is None:
            return process
        _ended(process)


def _keep_ready() -> None:
    if not ready and not sys.is_finalizing():
        ready.append(_started())


def _started() -> Reader:
    return subprocess.Popen(
        [sys.executable, "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
    )


def _ended(process: Reader) -> None:
    process.kill()
    with suppress(BrokenPipeError), process:  # closes the pipes and waits
        pass


@atexit.register
def end_ready() -> None:
    """End the processes that wait for a file, as the end of this process does."""
    while ready:
        _ended(ready.pop())


os.register_at_fork(after_in_child=ready.clear)  # a forked process leaves its parent's alone


def _environment() -> dict[str, str]:
    return {
        "PYTHONPATH": str(Path(__file__).resolve().parents[3]),
        "POLARS_MAX_THREADS": "1",
        "PATH": os.environ.get("PATH", ""),
        "PYTHONIOENCODING": "utf-8",
        "RUST_BACKTRACE": "0",
    }


def _send(pipe: IO[bytes], *parts: bytes) -> None:
    with suppress(BrokenPipeError):  # it died; the missing end of its answer says so
        for part in parts:
            pipe.write(part)
        pipe.close()


def _received(pipe: IO[bytes], filename: str) -> Iterator[Record]:
    with selectors.DefaultSelector() as waiting:
        waiting.register(pipe, selectors.EVENT_READ)
        while True:
            if not waiting.select(SECONDS):
                raise Refused("file_built_oddly", filename=filename, part="")
            line = pipe.readline()
            if not line:
                raise Refused("file_built_oddly", filename=filename, part="")
            record = json.loads(line)
            body = pipe.read(record["size"]) if record.get("size") else b""
            if record["kind"] == "end":
                return
            if record["kind"] == "refused":
                raise Refused(record["code"], **record["params"])
            yield record, body


def main() -> None:
    """The process: one line of what is asked and the file come by standard input, records leave by standard output."""
    import anju.foundation.sheets.formats  # noqa: F401 - loaded before there is a file

    line = sys.stdin.buffer.readline()
    if not line:
        return  # who started it has ended
    asked = json.loads(line)
    bound(memory=asked["memory"], seconds=asked["seconds"])
    out = sys.stdout.buffer
    try:
        data = sys.stdin.buffer.read()
        for record, body in records_of(data, asked["filename"], asked["sheet"], asked["piece"]):
            _write(out, record, body)
    except Refused as refused:
        _write(out, {"kind": "refused", "code": refused.code, "params": refused.params}, b"")
    else:
        _write(out, {"kind": "end"}, b"")
    out.flush()


def _write(out: IO[bytes], record: dict[str, Any], body: bytes) -> None:
    out.write(json.dumps({**record, "size": len(body)}, default=str).encode() + b"\n" + body)
    out.flush()


def records_of(data: bytes, filename: str, sheet: str | None, piece: int) -> Iterator[Record]:
    """The records of a file."""
    from anju.foundation.sheets.delimited import stream_text
    from anju.foundation.sheets.formats import another_kind, kind_of, read_book, sheet_name

    if piece and kind_of(data) == "text" and not another_kind(data):
        name = sheet_name(filename)
        yield {"kind": "book", "names": [name]}, b""
        for cells, damaged in stream_text(data, filename, piece):
            yield {"kind": "text", "name": name, "damaged": damaged}, _packed(cells)
        return
    book = read_book(data, filename, sheet)
    del data
    yield {"kind": "book", "names": list(book.names)}, b""
    for one in book.sheets:
        yield (
            {"kind": "sheet", "name": one.name, "hidden": one.hidden, "marks": one.marks.to_json()},
            b"",
        )
        for rows in one.cells.iter_slices(ROWS) if one.cells.height else ():
            yield {"kind": "rows"}, _packed(rows)


def _packed(cells: Any) -> bytes:  # noqa: ANN401 - polars is imported by the process alone
    blob = io.BytesIO()
    cells.rechunk().write_ipc(blob)
    return blob.getvalue()


if __name__ == "__main__":
    main()
