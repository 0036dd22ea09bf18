"""Signed messages of another place over HTTP, by 8 clients on the machine that also runs the database and the web
server: one message a request, then a hundred. The sender writes, signs and posts each request and verifies the signed
answer; the place checks signature, nonce, schema and agreement, keeps the messages encrypted, notes the log and signs.

The sender keeps no tables of its own, and nothing that was kept is applied meanwhile.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from bench import site
from bench.harness import Report, arguments, clients, ready, show, spread

HERE, THERE, NUMBER, URL = "430181", "510823", "BENCH", "http://exchange.bench.example"
KIND = "arrival_notice"


def run(words: Sequence[str] | None = None) -> int:
    args = arguments(words, __doc__ or "")
    os.environ["ANJU_PUBLIC_URL"] = URL
    with ready(args) as found:
        report = measure(found, args)
    report.at_least("single signed messages a second", report.figures["single_per_second"], 250)
    report.at_least("items a second in signed batches", report.figures["batch_per_second"], 3_000)
    return show(report, as_json=args.json)


def measure(found: Any, args: Any) -> Report:
    """Both ways, one after the other."""
    from anju.domains.exchange.api import messages

    key, home = _linked()
    report = Report("exchange")
    with site.serving(found) as port:
        for name, size in (("single", 1), ("batch", messages.MOST_MESSAGES)):
            taken, seconds = clients(
                args.clients, args.seconds / 2, lambda _, size=size: _sender(port, key, home, size)
            )
            report.figures[name] = {"messages_a_request": size, **spread(taken)}
            report.figures[f"{name}_per_second"] = round(len(taken) * size / seconds, 1)
            report.rows += len(taken) * size
            report.seconds += seconds
    return report


def _linked() -> tuple[Any, Any]:
    """This place, the sender's key and an agreement on everything; both keys."""
    from anju.domains.exchange.api import links, messages
    from anju.foundation.actor import system
    from anju.foundation.clock import local_date, now
    from anju.foundation.credentials.signing import HeldKey
    from anju.foundation.db.scope import acting
    from anju.foundation.errors import NotFound

    actor, at, key = system("bench"), now(), HeldKey.make()
    with acting(actor):
        try:
            links.peer(THERE)
        except NotFound:
            links.set_place(HERE, "浏阳市", actor=actor, at=at)
            links.add_peer(THERE, "剑阁县", URL, regions=[THERE], actor=actor, at=at)
        links.add_key(THERE, key.key.jwk(), since=at - timedelta(hours=1), actor=actor, at=at)
        number = f"{NUMBER}-{key.key.kid[:8]}"
        made = links.propose_agreement(
            *(THERE, number),
            classes=tuple(messages.CLASSES),
            own_classes=(),
            purposes=messages.PURPOSES,
            first=local_date(at) - timedelta(days=1),
            last=local_date(at) + timedelta(days=1),
            per_day=100_000_000,
            actor=actor,
            at=at,
        )
        links.accept_agreement(made, actor=actor, at=at)
        return (key, number), links.own_public_keys()[0]


def _sender(port: int, signer: tuple[Any, str], home: Any, size: int) -> Any:
    from anju.domains.exchange.api import links, messages, signing
    from anju.foundation.clock import CHINA, now
    from anju.interfaces.jobs.peer_http import PeerHttp

    key, number = signer
    http, reference = PeerHttp(), messages.reference_messages()[KIND]

    def written(created: str) -> dict[str, Any]:
        own = {"from": THERE, "to": HERE, "agreement": number, "created": created}
        subject = {"subject": secrets.token_urlsafe(16), "epoch": 0, "sequence": 1}
        return {**reference, **own, **subject, "id": str(uuid4())}

    def send(_: int) -> None:
        at = now()
        found = [written(at.astimezone(CHINA).isoformat(timespec="seconds")) for _ in range(size)]
        body = messages.canonical(found[0] if size == 1 else found).encode()
        bare = signing.HttpMessage(
            body, {"content-type": "application/json"}, "POST", URL + links.PATH
        )
        fields = signing.signed(bare, key, nonce=secrets.token_urlsafe(16), at=at)
        request = replace(bare, headers={**bare.headers, **fields})
        status, headers, text = http(
            f"http://127.0.0.1:{port}{links.PATH}", request.headers, request.body
        )
        answer = signing.HttpMessage(text, headers, status=status, request=request)
        signing.verified(answer, lambda *_: home, at=now())
        results = json.loads(text).get("results", ())
        if status != 200 or [r["class"] for r in results] != ["receipt"] * size:
            raise RuntimeError(f"{status} {text[:400]!r}")

    return send
