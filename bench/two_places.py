"""People who move to and fro between two installations over real HTTP (`--moves`, 100,000 unless said). Each place has
a database and a site of its own; requests are cut, lose their answer, come twice, come late and in another order, and
one place is restored from a backup on the way.

An oracle that knows the plan alone says afterwards who should have lived where from when until when (lost, doubled),
and compares, over all recorded instants of both databases, when somebody counted as habitual (in two places).
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import tempfile
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.harness import DATA, SEED, Report, arguments, ready, show

MOVES, MOST_PEOPLE = 100_000, 5_000
RESTORED_AFTER = 3
"""After this round one place is restored; an odd number, so that the other one tells of arrivals next."""
FORGOTTEN = 0.05
"""Share of the people who move once more after the backup, which the restored place forgets."""
DAYS_APART = 3
FAULTS = {"cut": 0.12, "lost_answer": 0.10, "doubled": 0.10, "held": 0.10}
AREA = "430181"
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
_GIVEN = "安平和顺宁静远明思慧雅文清源然若初言嘉禾"


def run(words: Sequence[str] | None = None) -> int:
    """2: the arguments make no sense."""
    args = arguments(words, __doc__ or "", _more)
    if args.data == DATA:
        args.data = DATA / "two-places"  # a register without people: both places are copies of it
    if args.moves < 400:
        return 2
    with ready(args, "web", warm=False) as found:
        os.environ["ANJU_ADMIN_URL"] = found.database.admin_url
        report = measure(args.moves)
    return show(report, as_json=args.json)


def _more(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--moves", type=int, default=MOVES)


def planned(moves: int) -> tuple[int, int]:
    """How many people, how many rounds: an even number, so that all end where they began."""
    rounds = max(4, 2 * -(-moves // (2 * MOST_PEOPLE)))
    return moves // rounds, rounds


def everybody(count: int) -> list[Any]:
    """Invented people with names that none shares."""
    import polars as pl
    from tests.factories.people import Somebody

    from anju.demo import numbers

    names = itertools.islice(itertools.product(_SURNAMES, _GIVEN, _GIVEN), count)
    first = date(1950, 1, 1)
    born = pl.Series([first + timedelta(days=n * 17 % 20_000) for n in range(count)])
    sex = pl.Series(["1" if n % 2 else "2" for n in range(count)])
    documents = numbers.unique_identity(pl.Series([AREA] * count), born, sex, date(2006, 1, 1))
    return [
        Somebody("".join(name), number)
        for name, number in zip(names, documents["doc_number"], strict=True)
    ]


def measure(moves: int) -> Report:
    """Let them move, and look."""
    from django.db import connections
    from tests.factories.two_places import Faults, two_places

    count, rounds = planned(moves)
    report, chance = Report("two-places"), random.Random(SEED)
    connections["default"].close()
    faults = Faults(chance, **FAULTS)
    rooms = max(24, -(-count // 40))
    with (
        tempfile.TemporaryDirectory() as tmp,
        two_places(Path(tmp), rooms=rooms) as (here, there),
    ):
        trial = _Trial(here, there, everybody(count), rounds, faults)
        begun = time.monotonic()
        trial.run()
        report.seconds, report.rows = time.monotonic() - begun, count * rounds
        trial.judge(report)
    report.figures |= {"people": count, "rounds": rounds, "requests": trial.requests}
    report.figures["faults"] = dict(faults.counts)
    for goal in ("lost", "doubled", "in_two_places", "open_moves"):
        report.holds(f"{goal} = 0", report.figures[goal] == 0, report.figures[goal])
    return report


class _Trial:
    """Both places, who moves on which days, and what was seen."""

    def __init__(self, here: Any, there: Any, people: list[Any], rounds: int, faults: Any) -> None:
        from anju.foundation.clock import local_date, now

        self.here, self.there, self.people, self.faults = here, there, people, faults
        first = local_date(now()) - timedelta(days=DAYS_APART * (rounds + 2))
        self.days = [first + timedelta(days=DAYS_APART * n) for n in range(rounds + 1)]
        self.requests, self.twice = 0, 0
        self.window: tuple[datetime, datetime] | None = None
        self.forgotten = people[: max(1, round(len(people) * FORGOTTEN))]

    def run(self) -> None:
        """Everybody lives here and moves at the beginning of each round."""
        self.here.move_in(self.people, self.days[0])
        for n in range(1, len(self.days)):
            (self.there if n % 2 else self.here).move_in(self.people, self.days[n])
            self.twice += len(self.here.counting() & self.there.counting())
            if n == RESTORED_AFTER:
                self._restore()
            self._drain()
            self.twice += len(self.here.counting() & self.there.counting())

    def _restore(self) -> None:
        """The other place is backed up with its arrivals on their way, goes on, and is restored."""
        from anju.foundation.clock import now

        taken = self.there.back_up()
        self._drain()
        self.here.move_in(self.forgotten, self.days[RESTORED_AFTER + 1])
        self._drain()
        self.twice += len(
            self._overlaps()
        )  # what the restored place is about to forget of its instants
        begun = now()
        self.there.restore(taken)
        self._drain()
        self.window = begun, now()

    def _drain(self) -> None:
        from tests.factories.two_places import drain

        self.requests += drain(self.here, self.there, self.faults, rounds=20_000)

    def _overlaps(self) -> list[tuple[str, datetime, datetime]]:
        """Who counted in two places, from when until when; but for those whom a restored place had forgotten to have
        left, until it was told again."""
        from tests.factories.two_places import overlaps

        allowed = {p.name for p in self.forgotten} if self.window else set()
        begun, caught_up = self.window or (None, None)
        return [
            (name, since, until)
            for name, since, until in overlaps(self.here, self.there)
            if not (name in allowed and begun and since >= begun and until <= caught_up)
        ]

    def judge(self, report: Report) -> None:
        """The oracle: each person's stays by the plan, against those on file."""
        lost = doubled = 0
        for place, begin in ((self.here, 0), (self.there, 1)):
            starts = self.days[begin::2]
            wanted = [
                (s, self.days[self.days.index(s) + 1] if s != self.days[-1] else None)
                for s in starts
            ]
            stays = place.stays()
            for person in self.people:
                found = stays.get(person.name, [])
                lost += sum(w not in found for w in wanted)
                doubled += max(0, len(found) - len(wanted))
        states = {**self.here.states_of_moves(), **self.there.states_of_moves()}
        report.figures |= {
            "lost": lost,
            "doubled": doubled,
            "in_two_places": self.twice + len(self._overlaps()),
            "open_moves": sum(c for (_, state), c in states.items() if state != "confirmed"),
            "forgotten_by_the_restored_place": len(self.forgotten),
        }
