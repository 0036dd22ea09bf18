"""The demo's second city beside the first: an installation of its own with keys, an agreement, people who move to and
fro. Run as a module, it is the second installation's part, which a process of its own does.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anju.foundation.clock import local_date, now
from anju.foundation.cluster import ClusterError, Layout, private_log
from anju.interfaces.cli.demo_town import write_privately
from anju.interfaces.cli.installation import installation
from anju.interfaces.cli.only_one import holder
from anju.interfaces.cli.progress import Progress
from anju.interfaces.cli.second_city_agreement import agree, second_part

if TYPE_CHECKING:
    from anju.demo.second_city import Accounts, Town

PORT = 8421
FIRST_URL = "http://localhost:8420"
LONGEST_START = 180.0
"""Seconds until the second city has to answer."""
MODULE = "anju.interfaces.cli.second_city"


def layout_of(first: Path) -> Layout:
    """The data directory of the second city, beside that of the first."""
    return Layout(first.with_name(f"{first.name}-second-city"))


def set_up(args: argparse.Namespace, progress: Progress) -> dict[str, Any]:
    """Set the second city up where it is not, link both places, start it, and let people move both ways; what to tell.

    `ClusterError` without a demo town here. Again, it only starts what does not run.
    """
    second, day = layout_of(args.data), local_date(now())
    url = f"http://127.0.0.1:{args.port}"  # another host name than the first's: browsers keep both signed in
    here = holder(Layout(args.data))
    with installation(args, progress=progress) as found:
        if not found.demo_sign_ins.exists():
            raise ClusterError(
                "A second city is set up beside a demo town only. Load one first: ./anju up, or ./anju demo."
            )
        note = found.layout.data / "second-city.json"
        with suppress(FileNotFoundError):
            day = date.fromisoformat(json.loads(note.read_text("utf-8"))["day"])
        begun = json.dumps({"day": day.isoformat(), "data": str(second.data)})
        write_privately(note, begun)
        offered = _offered(str((here or {}).get("address", FIRST_URL)).rstrip("/"))
        with progress.step("Second city"):
            theirs = _in_its_own_process(second, {"first": offered, "url": url, "day": begun})
        with progress.step("Keys and agreement"):
            _link(theirs["offer"])
        with progress.step("Its web server and worker"):
            started = _started(second, args.port, url)
        with progress.step("Cooperation agreement"):
            agreed = agree(second.data, theirs["offer"]["code"], MODULE)
        with progress.step("People who move"):
            moved = _moves(theirs["offer"]["code"], day)
    return {
        "address": f"{url}/",
        "data": str(second.data),
        "started": started,
        "first_runs": here is not None,
        "moved_here": moved,
        "moved_there": theirs["moved"],
        "agreement": agreed,
        "sign_ins": json.loads((second.data / "demo-signins.json").read_text("utf-8")),
    }


def _offered(url: str) -> dict[str, Any]:
    from anju.demo import second_city

    accounts, first, at = second_city.first_accounts(), second_city.FIRST, now()
    second_city.live_there(first, accounts, at=at)
    return second_city.offer(first, url, accounts, at=at).as_dict()


def _link(theirs: Mapping[str, Any]) -> None:
    from anju.demo import second_city

    second_city.linked(second_city.Offer.of(theirs), second_city.first_accounts(), at=now())


def _moves(code: str, day: date) -> int:
    """Who leaves the second city comes to live here, and the second city is asked about some of them."""
    from anju.demo import second_city

    accounts = second_city.first_accounts()
    return _come(second_city.FIRST, second_city.SECOND, accounts, code, day)


def _come(town: Town, origin: Town, accounts: Accounts, code: str, day: date) -> int:
    from anju.demo import second_city

    at = now()
    homes = second_city.homes(town, at=at)
    who = second_city.movers(origin)
    moves = second_city.Arrivals(f"from-{origin.code}", town, who, day)
    moved = second_city.declare_arrivals(moves, homes, accounts["counter01"], at=at)
    second_city.ask_about(who[:2], code, accounts["city"], at=at)
    second_city.send_contact(second_city.movers(town)[0], code, at=at)
    return moved


def _in_its_own_process(second: Layout, words: Mapping[str, Any]) -> dict[str, Any]:
    """The second installation's part: its set-up, its people, its side of the link."""
    done = subprocess.run(
        [sys.executable, "-m", MODULE, str(second.data)],
        input=json.dumps(words).encode(),
        stdout=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise ClusterError(f"The second city could not be set up in {second.data}.")
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _started(second: Layout, port: int, url: str) -> bool:
    """Start ``up`` on the second city and wait until it answers; False where it ran before."""
    from anju.interfaces.cli.commands.up import answers

    if holder(second) is not None:
        return False
    command = [
        *(sys.executable, "-m", "anju.interfaces.cli", "up", "--empty", "--data", str(second.data)),
        *("--port", str(port), "--public-url", url, "--workers", "1"),
    ]
    log = second.logs / "up.log"
    with private_log(log) as out:
        up = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end and up.poll() is None:
        if answers("127.0.0.1", port):
            return True
        time.sleep(0.3)
    raise ClusterError(
        f"The second city does not start. Its last words (in {log}):\n"
        + log.read_text("utf-8", errors="replace")[-1500:]
    )


def _second(data: Path, words: Mapping[str, Any]) -> dict[str, Any]:
    """The second installation's part, in its own process."""
    args = argparse.Namespace(data=data, database_url=None)
    with installation(args, progress=Progress()) as found:
        from anju.demo import second_city

        at = now()
        accounts = second_city.city(at=at)
        if words.get("step") == "agree":
            second_part(accounts)
            return {"done": True}
        day = date.fromisoformat(json.loads(words["day"])["day"])
        offered = second_city.offer(second_city.SECOND, words["url"], accounts, at=at)
        other = second_city.Offer.of(words["first"])
        second_city.linked(other, accounts, at=at)
        if not found.demo_sign_ins.exists():
            lines = [line.as_dict() for line in second_city.sign_ins(accounts, at=at)]
            write_privately(found.demo_sign_ins, json.dumps(lines, ensure_ascii=False, indent=1))
        moved = _come(second_city.SECOND, second_city.FIRST, accounts, other.code, day)
    return {"offer": offered.as_dict(), "moved": moved}


if __name__ == "__main__":
    print(
        json.dumps(_second(Path(sys.argv[1]), json.loads(sys.stdin.readline())), ensure_ascii=False)
    )
