"""Rows across a bridge: out of the outer end's table into signed, encrypted files, through a folder, proved and into
the inner end's table, and the receipt back. Both ends stand in one database, one after the other."""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.harness import Report, arguments, ready, show

REGION, BLOCK = "430181124205", 50_000


def run(words: Sequence[str] | None = None) -> int:
    def more(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--rows", type=int, default=1_000_000)

    args = arguments(words, __doc__ or "", more)
    with ready(args) as found, tempfile.TemporaryDirectory(dir=args.data) as folder:
        report = measure(Path(folder), args.rows, found)
    report.at_most("seconds for the rows to cross", report.seconds, 60)
    return show(report, as_json=args.json)


def measure(folder: Path, count: int, found: Any) -> Report:
    """Plant, cross, count."""
    from anju.domains.exchange.api import bridge
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.db.scope import acting
    from anju.foundation.db.statements import rows

    actor, report = system("bench"), Report("bridge", rows=count)
    outside, inside = _ends(actor, now())
    _plant(outside, count)
    with found.as_owner():
        rows("SELECT count(*) FROM exchange_bridge_item")
    over, back, spool = folder / "over", folder / "back", folder / "spool"
    begun = time.perf_counter()
    sent = bridge.send(over, spool, actor=actor, at=now(), bridge_id=outside)
    report.figures["send_seconds"] = round(time.perf_counter() - begun, 2)
    report.figures["bytes"] = sum(p.stat().st_size for p in over.iterdir())
    halfway = time.perf_counter()
    outcomes = bridge.receive(over, actor=actor, at=now(), bridge_id=inside, reply=back)
    report.figures["receive_seconds"] = round(time.perf_counter() - halfway, 2)
    bridge.receive(back, actor=actor, at=now(), bridge_id=outside)
    report.seconds = time.perf_counter() - begun
    report.figures["files"] = sent.files
    with acting(actor):
        there = rows(
            "SELECT count(*) FROM exchange_bridge_item WHERE bridge_id = %s AND direction = 'in'",
            [inside],
        )[0][0]
        seen = {b.id: b for b in bridge.bridges()}
    report.holds("every row is there once", there == count, there)
    report.holds(
        "the receipt says so",
        seen[outside].acknowledged == seen[outside].sent.number
        and all(o.code == "next" for o in outcomes),
    )
    shutil.rmtree(spool, ignore_errors=True)
    return report


def _ends(actor: Any, at: Any) -> tuple[int, int]:
    """Both ends, fresh, in one database."""
    from anju.domains.exchange.api import bridge
    from anju.domains.exchange.api.bridge import Role
    from anju.foundation.db.scope import acting
    from anju.foundation.db.statements import run as execute

    with acting(actor):
        for table in ("item", "file", "key"):
            execute(f"DELETE FROM exchange_bridge_{table}")
        execute("DELETE FROM exchange_bridge")
        ends = {
            name: bridge.set_up(name, other, role, actor=actor, at=at)
            for name, other, role in (
                ("outside", "inside", Role.OUTSIDE),
                ("inside", "outside", Role.INSIDE),
            )
        }
        for mine, theirs in (("outside", "inside"), ("inside", "outside")):
            card = bridge.own_card(ends[theirs])
            bridge.enter_card(ends[mine], card, card["fingerprint"], actor=actor, at=at)
    return ends["outside"], ends["inside"]


def _plant(bridge_id: int, count: int) -> None:
    """Declarations that wait to go over."""
    from anju.domains.exchange.bridge.models import BridgeItem
    from anju.domains.exchange.bridge.queries.standing import ITEM
    from anju.foundation.actor import system
    from anju.foundation.clock import now
    from anju.foundation.crypto import encrypt_many
    from anju.foundation.db.scope import acting

    at = now()
    for first in range(0, count, BLOCK):
        keys = [f"s{n}" for n in range(first, min(first + BLOCK, count))]
        texts = [json.dumps(_said(n), ensure_ascii=False) for n in range(first, first + len(keys))]
        bound = [f"{bridge_id}:out:{k}".encode() for k in keys]
        with acting(system("bench")):
            BridgeItem.objects.bulk_create(
                (
                    BridgeItem(
                        bridge_id=bridge_id,
                        direction="out",
                        key=key,
                        kind="declaration",
                        region=REGION,
                        payload_cipher=cipher,
                        state="open",
                        at=at,
                    )
                    for key, cipher in zip(keys, encrypt_many(texts, ITEM, rows=bound), strict=True)
                ),
                batch_size=5_000,
            )


def _said(n: int) -> dict[str, str]:
    return {
        "name": f"单文静{n % 977}",
        "doc_type": "111",
        "doc_number": f"430181{1960 + n % 60}{1 + n % 12:02}{1 + n % 28:02}{996 + n % 4}X",
        "sex": str(1 + n % 2),
        "birth_date": f"{1960 + n % 60}-{1 + n % 12:02}-{1 + n % 28:02}",
        "nationality": "CHN",
        "region": REGION,
        "start": f"2026-{1 + n % 11:02}-{1 + n % 28:02}",
        "reason": "01",
        "dwelling": "02",
        "address": f"湖南省长沙市浏阳市洞阳镇交换路{n % 900}号",
        "room": f"{101 + n % 30}",
    }
