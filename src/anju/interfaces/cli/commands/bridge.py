"""``./anju bridge``: two installations without a line between them exchange files that people carry."""

from __future__ import annotations

import argparse
import getpass
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from anju.foundation.actor import system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Refused
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.output import language, show
from anju.interfaces.texts import bridge as words

NAME = "bridge"
HELP = "carry files between two separated networks: setup, keys, send DIR, receive DIR, status"
ACTIONS = ("setup", "keys", "send", "receive", "status")


def configure(parser: argparse.ArgumentParser) -> None:
    """What to do, with which folder."""
    parser.add_argument(
        "action",
        choices=ACTIONS,
        help="setup NAME OTHER: enter this end and the other; keys: print this end's card, enter or end the other's; "
        "send DIR: write what waits; receive DIR: take in what lies there, the receipt goes back there; "
        "status: how far each side is",
    )
    parser.add_argument("words", nargs="*", metavar="WORD", help="DIR, or NAME OTHER")
    parser.add_argument(
        "--role",
        choices=("outside", "inside"),
        default="outside",
        help="setup: outside accepts declarations, inside checks them (default: %(default)s)",
    )
    parser.add_argument("--enter", type=Path, metavar="FILE", help="keys: the other side's card")
    parser.add_argument(
        "--digits",
        default="",
        metavar="DIGITS",
        help="keys --enter: the 24 digits read out by telephone",
    )
    parser.add_argument("--end", default="", metavar="KID", help="keys: end a key of the other")
    parser.add_argument(
        "--again", action="store_true", help="send: also what is not acknowledged (a disk was lost)"
    )
    parser.add_argument(
        "--keep", action="store_true", help="receive: leave files that were taken in where they are"
    )
    parser.add_argument("--reply", type=Path, metavar="DIR", help="receive: where the receipt goes")
    parser.add_argument(
        "--bridge", type=int, metavar="ID", help="which bridge, where there are several"
    )
    parser.add_argument("--json", action="store_true", help="report as JSON")


def run(args: argparse.Namespace) -> int:
    """0: done. 1: a file was refused or a number is missing. 2: the words are not what the action needs."""
    if len(args.words) != {"setup": 2, "send": 1, "receive": 1}.get(args.action, 0):
        return 2
    folder = Path(args.words[0]) if args.action in ("send", "receive") else None
    if args.action == "receive" and folder is not None and not folder.is_dir():
        raise Refused("bridge_folder", folder=str(folder))
    with installation(args):
        return _ACTIONS[args.action](args)


def _actor() -> Any:  # noqa: ANN401 - made once Django is there
    return system(f"cli:{getpass.getuser()}", channel="cli")


def _setup(args: argparse.Namespace) -> int:
    from anju.domains.exchange.api import bridge

    actor, (name, other) = _actor(), args.words
    with acting(actor):
        made = bridge.set_up(name, other, bridge.Role(args.role), actor=actor, at=now())
        card = bridge.own_card(made)
    show(card)
    return 0


def _keys(args: argparse.Namespace) -> int:
    from anju.domains.exchange.api import bridge

    actor = _actor()
    with acting(actor):
        found = _one(args)
        if args.end:
            bridge.end_key(found, args.end, actor=actor, at=now())
        if args.enter:
            bridge.enter_card(found, _card(args.enter), args.digits, actor=actor, at=now())
        card, others = bridge.own_card(found), bridge.keys(found)
    show({**card, "other": [_plain(asdict(k)) for k in others]})
    return 0


def _card(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise Refused("bridge_card") from error
    return found if isinstance(found, dict) else {}


def _send(args: argparse.Namespace) -> int:
    from anju.domains.exchange.api import bridge

    done = bridge.send(
        Path(args.words[0]),
        args.data / "bridge",
        actor=_actor(),
        at=now(),
        bridge_id=args.bridge,
        again=args.again,
    )
    if args.json:
        show(asdict(done))
    else:
        print(f"{done.rows:,} rows in {done.files} files")
        for name in done.written:
            print(f"  {name}")
    return 0


def _receive(args: argparse.Namespace) -> int:
    from anju.domains.exchange.api import bridge

    folder, actor = Path(args.words[0]), _actor()
    outcomes = bridge.receive(
        folder,
        actor=actor,
        at=now(),
        bridge_id=args.bridge,
        reply=args.reply or folder,
        remove=not args.keep,
    )
    entered = bridge.enter(at=now())
    if args.json:
        show({"files": [asdict(o) for o in outcomes], "entered": entered})
    else:
        side = 0 if language().startswith("zh") else 1
        for one in outcomes:
            print(f"  {one.name}  {words.OUTCOMES[one.code][side]}  {one.rows:,}")
    return 1 if any(o.fault for o in outcomes) else 0


def _status(args: argparse.Namespace) -> int:
    from anju.domains.exchange.api import bridge

    with acting(_actor()):
        found = bridge.bridges()
    if args.json:
        show({"bridges": [_plain(asdict(b)) for b in found]})
        return 1 if any(b.failure or b.missing for b in found) else 0
    side = 0 if language().startswith("zh") else 1
    for b in found:
        print(f"{b.id}  {b.name} > {b.other}  {b.role}")
        print(f"   sent {b.sent.number}, acknowledged {b.acknowledged}, waiting {b.waiting:,}")
        print(f"   received {b.received.number}, missing {list(b.missing) or '–'}")
        if b.failure:
            print(f"   {words.OUTCOMES[b.failure][side]}")
    return 1 if any(b.failure or b.missing for b in found) else 0


def _one(args: argparse.Namespace) -> int:
    from anju.domains.exchange.api import bridge

    found = [b.id for b in bridge.bridges() if args.bridge in (None, b.id)]
    if len(found) != 1:
        raise Refused("bridge_which" if found else "bridge_unknown")
    return found[0]


def _plain(value: Any) -> Any:  # noqa: ANN401 - what JSON can say of it
    return json.loads(json.dumps(value, default=str))


_ACTIONS = {
    "setup": _setup,
    "keys": _keys,
    "send": _send,
    "receive": _receive,
    "status": _status,
}
