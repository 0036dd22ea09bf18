"""Notices under a cooperation agreement between two installations by real HTTP (`--notices`, 100,000 unless said), over
a link that loses 30 of a hundred requests (half of them on the way back) and repeats 30. A fiftieth of the notices is
about people whom the other place has on file; the rest it answers as not on file, and some are taken back.

Once everything is receipted both places compute the figures of the agreement. They must be the same to the byte, and
what a plan that knows every notice says: none lost, none doubled, outflow of one place = inflow reported by the other
to the person.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.harness import DATA, SEED, Report, arguments, ready, show
from bench.two_places import everybody

NOTICES, AT_ONCE = 100_000, 2_000
FAULTS = {"cut": 0.15, "lost_answer": 0.15, "doubled": 0.30}
KNOWN, BACK = 50, 40
"""One notice in so many is about somebody on file there; one in so many of the others is taken back."""
NUMBER = "BENCH-2026"


def run(words: Sequence[str] | None = None) -> int:
    """2: the arguments make no sense."""
    args = arguments(words, __doc__ or "", _more)
    if args.data == DATA:
        args.data = DATA / "two-places"
    if args.notices < 2 * KNOWN:
        return 2
    with ready(args, "web", warm=False) as found:
        os.environ["ANJU_ADMIN_URL"] = found.database.admin_url
        report = measure(args.notices)
    return show(report, as_json=args.json)


def _more(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--notices", type=int, default=NOTICES)


def measure(notices: int) -> Report:
    """Agree, notify both ways, let the link heal, compare."""
    from django.db import connections
    from tests.factories.two_places import Faults, drain, two_places

    report, chance = Report("cooperation"), random.Random(SEED)
    connections["default"].close()
    faults = Faults(chance, **FAULTS)
    with (
        tempfile.TemporaryDirectory() as tmp,
        two_places(Path(tmp), rooms=max(24, notices // KNOWN // 40)) as (here, there),
    ):
        _agree(here, there, faults)
        people = everybody(2 * (notices // KNOWN // 2))
        half = len(people) // 2
        plans = {
            (here.code, there.code): _Plan(there, people[:half], notices // 2, chance),
            (there.code, here.code): _Plan(here, people[half:], notices // 2, chance),
        }
        _live(here, people[:half])
        _live(there, people[half:])
        begun = time.monotonic()
        for plan in plans.values():
            plan.notify()
        requests = drain(here, there, faults, rounds=200_000)
        report.seconds, report.rows = time.monotonic() - begun, notices
        _judge(report, here, there, plans)
    report.figures |= {"requests": requests, "faults": dict(faults.counts)}
    return report


class _Plan:
    """The notices that one place sends about people who came from the other."""

    def __init__(self, place: Any, known: Sequence[Any], count: int, chance: random.Random) -> None:
        self.place, self.known, self.count, self.chance = place, known, count, chance
        self.back = 0

    def notify(self) -> None:
        """Queue them, and take some back."""
        from tests.factories.exchange import person_of
        from tests.factories.register import PLATFORM

        from anju.domains.exchange.links.models import Peer
        from anju.domains.exchange.links.operations.queueing import Draft, queue
        from anju.foundation.clock import local_date, now
        from anju.foundation.db.scope import acting

        about = [person_of(p) for p in self.known] + [
            {
                **person_of(self.known[n % len(self.known)]),
                "doc_type": "414",
                "doc_number": f"E{n:08d}",
            }
            for n in range(self.count - len(self.known))
        ]
        day = local_date(now()).isoformat()
        for first in range(0, len(about), AT_ONCE):
            drafts = [
                Draft(
                    "arrival_notice",
                    {"person": who, "since": day, "division": self.place.code},
                    "residence_registration",
                    None,
                )
                for who in about[first : first + AT_ONCE]
            ]
            with self.place.working(), acting(PLATFORM):
                peer = Peer.objects.get()
                sent = queue(peer, drafts, at=now())
                later = sent[len(self.known) :] if first == 0 else sent
                taken = [m for m in later if self.chance.randrange(BACK) == 0]
                queue(
                    peer,
                    [
                        Draft(
                            "withdrawal",
                            {"class": "arrival_notice", "reason": "mistake"},
                            m.purpose,
                            None,
                            m.message_id,
                            subject=m.subject,
                        )
                        for m in taken
                    ],
                    at=now(),
                )
                self.back += len(taken)


def _live(place: Any, people: Sequence[Any]) -> None:
    """They live there, by the one intake, and nobody is notified."""
    from tests.factories.register import HERE, declared

    from anju.foundation.clock import local_date, now

    day = local_date(now()) - timedelta(days=30)
    homes = place.homes
    with place.working():
        for first in range(0, len(people), AT_ONCE):
            declared(
                [
                    {
                        **who.item,
                        "kind": "arrive",
                        "home_code": homes[n % len(homes)].code,
                        "region": HERE,
                        "start": day,
                    }
                    for n, who in enumerate(people[first : first + AT_ONCE])
                ]
            )


def _agree(here: Any, there: Any, faults: Any) -> None:
    from tests.factories.agreements import duties, side, terms
    from tests.factories.register import PLATFORM
    from tests.factories.two_places import drain

    from anju.domains.exchange.api import cooperation, messages
    from anju.domains.exchange.links.models import Agreement
    from anju.foundation.actor import Actor, Grant
    from anju.foundation.clock import local_date, now
    from anju.foundation.db.scope import acting

    may = (Grant("city", frozenset({"exchange.manage"}), region=""),)
    officers = [Actor("staff", n, "市办", may) for n in (1, 2, 3)]
    today, codes = local_date(now()), (here.code, there.code)
    every = [k for k in messages.CLASSES if k not in messages.NEGOTIATION]
    sides = [side(p.code, p.name, sends=every, per_day=1_000_000) for p in (here, there)]
    for place in (here, there):
        with place.working(), acting(PLATFORM):
            Agreement.objects.update(state="ended")
    with here.working(), acting(PLATFORM):
        agreed = terms(
            today, places=codes, number=NUMBER, sides=sides, **duties(today, places=codes)
        )
        cooperation.propose(there.code, agreed, actor=officers[0], at=now())
    for place, officer in ((there, officers[1]), (here, officers[2])):
        drain(here, there, faults)
        with place.working(), acting(PLATFORM):
            (view,) = cooperation.cooperations()
            cooperation.sign(view.id, view.digest, actor=officer, at=now())
    drain(here, there, faults)


def _judge(report: Report, here: Any, there: Any, plans: Any) -> None:
    """The figures of both places, and what the plan says."""
    from tests.factories.register import PLATFORM

    from anju.domains.exchange.api import cooperation, messages
    from anju.foundation.clock import local_date, now
    from anju.foundation.db.scope import acting

    texts, seconds = [], []
    for place in (here, there):
        with place.working(), acting(PLATFORM):
            (view,) = cooperation.cooperations()
            begun = time.monotonic()
            figures = cooperation.overview(view, local_date(now())).figures
            seconds.append(round(time.monotonic() - begun, 2))
            texts.append(messages.canonical(figures.content))
    wrong = 0
    for flow in figures.flows:
        plan = plans[flow.origin, flow.destination]
        wanted = plan.count - plan.back
        wrong += abs(flow.reported - wanted) + abs(flow.recorded - len(plan.known))
        wrong += abs(flow.matched - len(plan.known)) + flow.open + flow.not_reported
    report.figures |= {
        "figures_seconds": seconds,
        "taken_back": sum(p.back for p in plans.values()),
        "people_on_file": sum(len(p.known) for p in plans.values()),
        "differing_from_the_plan": wrong,
    }
    report.holds("both places have the same text", texts[0] == texts[1], len(texts[0]))
    report.holds("lost or doubled = 0", wrong == 0, wrong)
