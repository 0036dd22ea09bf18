"""Files of a bridge with something done to them: a byte changed, files cut, swapped, repeated or left out. Each must be
noticed, nothing altered may be taken in, and the sound files must still be taken in afterwards, each once.

The expected rows are those that were written; the receiver judges by the program's own rules, in memory.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from bench.harness import Report, arguments, show

FILES, ROWS = 4, 3
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def run(words: Sequence[str] | None = None) -> int:
    def more(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--mutations", type=int, default=100_000)

    args = arguments(words, __doc__ or "", more)
    report, begun = Report("bridge mutations"), time.perf_counter()
    half = args.mutations // 2
    with ProcessPoolExecutor(2) as pool:
        found = list(pool.map(tried, (half, args.mutations - half), (1, 2)))
    report.rows, report.seconds = args.mutations, time.perf_counter() - begun
    report.figures["by_kind"] = dict(sum((c for c, _ in found), Counter()))
    unnoticed = [u for _, some in found for u in some]
    report.figures["unnoticed"] = unnoticed[:20]
    report.holds("every mutation noticed", not unnoticed, f"{len(unnoticed)} were not")
    return show(report, as_json=args.json)


class Receiver:
    """An end that takes files in, in memory."""

    def __init__(self, key: Any, ring: Any) -> None:
        from anju.domains.exchange.bridge.data.bridge import Position

        self.key, self.ring, self.last = key, ring, Position()
        self.known: dict[int, str] = {}
        self.rows: list[str] = []

    def offer(self, data: bytes) -> str:
        """Take a file in, or say why not."""
        from anju.domains.exchange.bridge.data.bridge import Position
        from anju.domains.exchange.bridge.rules.chain import Step, step
        from anju.domains.exchange.bridge.rules.file_format import BridgeFault, read, tables
        from anju.domains.exchange.bridge.rules.tables import unpacked
        from anju.foundation.crypto import open_envelope

        keys = {self.key.kid: self.key}
        try:
            file = read(data, here="inside", there="outside", key_of=keys.get)
            number = file.header.number
            turn = step(self.last, number, file.header.previous, file.hash, self.known.get(number))
            if turn is not Step.NEXT:
                return turn.value
            parts = tables(file, lambda blob, context: open_envelope(blob, context, self.ring))
            for kind, rows, _ in file.header.parts:
                names, contents = unpacked(kind, parts[kind], rows)
                self.rows += [f"{k} {c}" for k, c in zip(names["key"], contents, strict=True)]
        except BridgeFault as fault:
            return fault.code
        self.last = Position(number, file.hash)
        self.known[number] = file.hash
        return "next"


def chain() -> tuple[list[bytes], Callable[[], Receiver]]:
    """Files of a chain in their order, and fresh receivers for them."""
    import hashlib

    import polars as pl

    from anju.domains.exchange.bridge.rules.file_format import Header, write
    from anju.domains.exchange.bridge.rules.tables import NAMES, packed
    from anju.foundation.credentials.signing import HeldKey
    from anju.foundation.crypto import close_envelope, envelope_key
    from anju.foundation.crypto.keyring import new_keyring

    key, ring = HeldKey.make(), new_keyring()
    envelope = envelope_key(ring)
    files: list[bytes] = []
    previous = ""
    for number in range(1, FILES + 1):
        names = pl.DataFrame(
            {
                "key": [f"k{number}.{n}" for n in range(ROWS)],
                "about": [""] * ROWS,
                "area": ["430181124205"] * ROWS,
            },
            schema=dict.fromkeys(NAMES, pl.String),
        )
        said = [json.dumps({"name": f"单文静{number}{n}"}) for n in range(ROWS)]
        header = Header("data", "outside", "inside", number, previous, number, "")
        files.append(
            write(
                header,
                {"permit": (ROWS, packed("permit", names, said))},
                signer=key,
                close=lambda data, context: close_envelope(data, context, envelope),
            )
        )
        previous = hashlib.sha256(files[-1]).hexdigest()
    return files, lambda: Receiver(key.key, ring)


def mutated(files: list[bytes], chance: random.Random) -> tuple[str, list[bytes]]:
    """(what was done, the files as they arrive)."""
    out, n = list(files), chance.randrange(len(files))
    data, kind = files[n], chance.choice(KINDS)
    at = chance.randrange(len(data))
    if kind == "byte":
        out[n] = data[:at] + bytes([data[at] ^ chance.randrange(1, 256)]) + data[at + 1 :]
    elif kind == "truncation":
        out[n] = data[:at]
    elif kind == "added":
        out[n] = data[:at] + chance.randbytes(chance.randrange(1, 9)) + data[at:]
    elif kind == "lost bytes":
        out[n] = data[:at] + data[at + chance.randrange(1, 9) :]
    elif kind == "swap":
        m = (n + chance.randrange(1, len(files))) % len(files)
        out[n], out[m] = out[m], out[n]
    elif kind == "repeat":
        out.insert(chance.randrange(n + 1, len(files) + 1), data)
    elif kind == "gap":
        del out[n]
    elif kind == "spliced":
        m = (n + chance.randrange(1, len(files))) % len(files)
        cut = chance.randrange(1, min(len(data), len(files[m])))
        out[n] = data[:cut] + files[m][cut:]
    else:
        head = 18 + int.from_bytes(data[14:18], "big")
        s = ORDER - int.from_bytes(data[head + 32 : head + 64], "big")
        out[n] = data[: head + 32] + s.to_bytes(32, "big") + data[head + 64 :]
    return kind, out


KINDS = (
    *("byte",) * 6,
    "truncation",
    "added",
    "lost bytes",
    "swap",
    "repeat",
    "gap",
    "spliced",
    "other signature",
)


def tried(count: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Mutations by kind, and those that were not noticed or did harm."""
    chance, kinds, unnoticed = random.Random(seed), Counter[str](), []
    files, fresh = chain()
    whole = fresh()
    clean = [whole.offer(f) for f in files]
    expected, per_file = whole.rows, len(whole.rows) // len(files)
    for _ in range(count):
        kind, arriving = mutated(files, chance)
        if arriving == files:  # a splice of equal bytes
            continue
        kinds[kind] += 1
        receiver = fresh()
        said = [receiver.offer(f) for f in arriving]
        noticed = said != clean or receiver.last.number != len(files)
        sound = receiver.rows == expected[: receiver.last.number * per_file]
        for file in files:
            receiver.offer(file)
        if not noticed or not sound or receiver.rows != expected:
            unnoticed.append(f"{kind}: {said}")
    return kinds, unnoticed
