"""The process that reads cards: one a machine and user, for all web processes, with little memory and time.

It takes the listening socket as standard input, one picture after another, and ends when nobody asks for a while.
A picture that takes too long or too much ends the process with it; the next one is read by a new process. It writes
nothing anywhere, and what it prints goes nowhere.
"""

from __future__ import annotations

import base64
import json
import signal
import socket
import struct
import sys
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from typing import Any

from anju.foundation.bounded import bound
from anju.foundation.cards.fields import Card
from anju.foundation.errors import Refused

MEMORY = 3 * 1024 * 1024 * 1024
"""Bytes of address space; some 600 MB are in use."""
PROCESSOR_SECONDS = 3_600
SECONDS = 30
"""For one picture, from its first byte to the answer."""
LARGEST = 10 * 1024 * 1024
_LENGTH = struct.Struct(">I")


def main() -> None:
    """`python -m anju.foundation.cards.process IDLE`, the socket as standard input."""
    idle = float(sys.argv[1])
    listening = socket.socket(fileno=sys.stdin.fileno())
    bound(memory=MEMORY, seconds=PROCESSOR_SECONDS)
    from anju.foundation.cards.machine import Machine
    from anju.foundation.cards.reading import read_card

    machine = Machine()
    listening.settimeout(idle)
    while True:
        try:
            line, _ = listening.accept()
        except TimeoutError:
            return
        signal.signal(
            signal.SIGALRM, signal.SIG_DFL
        )  # ends the process, in the middle of a library too
        signal.alarm(SECONDS)
        with line, suppress(OSError):
            asked = received(line)
            if asked:
                today = date.fromisoformat(asked[:10].decode())
                try:
                    answer = answered(read_card(asked[10:], machine, today=today))
                except Refused as refused:
                    answer = {"refused": refused.code, "params": refused.params}
                sent(line, json.dumps(answer).encode())
        signal.alarm(0)


def answered(card: Card) -> dict[str, Any]:
    """The card as JSON holds it."""
    out = asdict(card)
    out["birth_date"] = card.birth_date.isoformat() if card.birth_date else None
    out["name_picture"] = (
        base64.b64encode(card.name_picture).decode() if card.name_picture else None
    )
    return out


def card_of(answer: dict[str, Any]) -> Card:
    """The card from that JSON. Raises what the process was refused with."""
    if "refused" in answer:
        raise Refused(answer["refused"], **answer["params"])
    born, picture = answer["birth_date"], answer["name_picture"]
    return Card(
        **answer
        | {
            "birth_date": date.fromisoformat(born) if born else None,
            "name_picture": base64.b64decode(picture) if picture else None,
        }
    )


def sent(line: socket.socket, data: bytes) -> None:
    """Send the data with its length before it."""
    line.sendall(_LENGTH.pack(len(data)) + data)


def received(line: socket.socket) -> bytes:
    """What was sent so; empty where the other side has gone or asks for too much."""
    (length,) = _LENGTH.unpack(_exactly(line, _LENGTH.size) or bytes(_LENGTH.size))
    return _exactly(line, length) if 0 < length <= LARGEST + 1024 else b""


def _exactly(line: socket.socket, length: int) -> bytes:
    out = bytearray()
    while len(out) < length:
        piece = line.recv(min(length - len(out), 1 << 16))
        if not piece:
            return b""
        out += piece
    return bytes(out)


if __name__ == "__main__":
    main()
