"""The two installations of the demo come to an agreement: the first sends by HTTP to the second, which runs; the second
hands its requests to the first over the line between their processes, as nobody may have started the first yet."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from anju.foundation.clock import now
from anju.foundation.cluster import ClusterError

LONGEST = 60.0
"""Seconds for each step; what is not through by then goes on by itself once both places run."""
Answer = tuple[int, Mapping[str, str], bytes]
Transport = Callable[[str, Mapping[str, str], bytes], Answer]


def agree(second: Path, code: str, module: str) -> str:
    """Let both propose, sign and report; where the agreement stands, "" where there is none."""
    from anju.demo import second_city
    from anju.interfaces.jobs.peer_http import PeerHttp

    accounts = second_city.first_accounts()
    second_city.agreement.propose(code, accounts, at=now())
    with PeerHttp() as http:
        carry(http, lambda: not second_city.agreement.unsent())
        _relayed(second, module)
        carry(http, lambda: not _waits_there())
        second_city.agreement.sign(accounts, at=now())
        second_city.agreement.report(accounts, at=now())
        carry(http, lambda: not second_city.agreement.unsent())
    found = second_city.agreement.standing()
    return found.stage.value if found else ""


def carry(transport: Transport, done: Callable[[], bool]) -> None:
    """Send what is queued and apply what came until that is so."""
    from anju.domains.exchange.api import links

    end = time.monotonic() + LONGEST
    while time.monotonic() < end:
        for peer in links.due_peers(at=now()):
            links.send_due(peer, transport, at=now())
        links.apply_kept(at=now())
        if done():
            return
        time.sleep(0.5)


def second_part(accounts: Any) -> None:  # noqa: ANN401 - accounts of the demo
    """What the second city does, in its own process: it signs, proposes one of its own, and hands both over."""
    from anju.demo import second_city

    end = time.monotonic() + LONGEST
    while second_city.agreement.standing() is None and time.monotonic() < end:
        carry(over_the_line, lambda: True)
        time.sleep(0.5)
    second_city.agreement.sign(accounts, at=now())
    second_city.agreement.propose_schooling(second_city.FIRST.code, accounts, at=now())
    carry(over_the_line, lambda: not second_city.agreement.unsent())


def over_the_line(url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """A request to the process that started this one."""
    _say({"url": url, "headers": dict(headers), "body": base64.b64encode(body).decode()})
    answer = json.loads(sys.stdin.readline())
    return answer["status"], answer["headers"], base64.b64decode(answer["body"])


def _relayed(second: Path, module: str) -> None:
    """Run the second city's part and answer its requests as this place's web server would."""
    from anju.domains.exchange.api import links
    from anju.domains.exchange.api.signing import HttpMessage

    with subprocess.Popen(
        [sys.executable, "-m", module, str(second)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        if process.stdin is None or process.stdout is None:
            raise ClusterError("The second city's process has no line to this one.")
        process.stdin.write(json.dumps({"step": "agree"}) + "\n")
        process.stdin.flush()
        for line in process.stdout:
            asked = json.loads(line)
            if "url" not in asked:
                break
            request = HttpMessage(
                base64.b64decode(asked["body"]), asked["headers"], "POST", asked["url"]
            )
            reply = links.receive(request, at=now())
            body = base64.b64encode(reply.body).decode()
            answer = {"status": reply.status, "headers": dict(reply.headers), "body": body}
            process.stdin.write(json.dumps(answer) + "\n")
            process.stdin.flush()


def _waits_there() -> bool:
    from anju.demo import second_city

    found = second_city.agreement.standing()
    return found is not None and found.stage.value == "ours"


def _say(words: Mapping[str, Any]) -> None:
    print(json.dumps(words), flush=True)
