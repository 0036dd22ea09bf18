"""What a run over what changed leaves on the list is what a run over everything leaves, whatever happened between."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.domains.assessment import handlers
from anju.domains.fieldwork.api import tasks
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation.clock import local_date
from anju.foundation.db.scope import acting
from anju.foundation.errors import AnjuError
from anju.foundation.events.registry import listeners
from tests.factories.faults import ran, read
from tests.factories.people import somebody
from tests.factories.register import PLATFORM, Street, declared
from tests.factories.tasks import events_since, last_event

pytestmark = [pytest.mark.django_db, pytest.mark.long]
CROWD = [somebody(f"游{c}", 3400 + n) for n, c in enumerate("东南西北中前后左右")]
FOREMAN = "13955551111"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "room",
                "room",
                "bed",
                "bed",
                "hire",
                "leave",
                "quit",
                "holds",
                "undo",
                "merge",
                "met",
                "days",
                "run",
            ]
        ),
        st.integers(0, len(CROWD) - 1),
        st.integers(0, 40),
    ),
    min_size=6,
    max_size=24,
)


class Happening:
    """The street while things happen in it."""

    def __init__(self, street: Street) -> None:
        self.street, self.at = street, street.at
        self.batches, self.heard = [], last_event()
        for who in range(6):
            self.bed(who, 4)

    def step(self, what: str, who: int, n: int) -> None:
        """One of them; what the register refuses has not happened."""
        self.at += timedelta(minutes=1)
        with suppress(AnjuError):
            getattr(self, what)(who, n)

    def say(self, who: int, **item: object) -> None:
        """The crowd gives the foreman's phone, some of them."""
        person = CROWD[who].item | ({"phone": FOREMAN} if who < 7 else {})
        receipt = declared([{**person, **item}], at=self.at)
        self.batches.append(receipt.batch_id)

    def room(self, who: int, n: int, *, homes: str = "rooms") -> None:
        home = getattr(self.street, homes)[n % 2]
        start = local_date(self.at) - timedelta(days=n - 3)
        more = {"end": start + timedelta(days=n + 5)} if n % 3 == 0 else {}
        self.say(who, kind="arrive", home_code=home.code, region=home.region, start=start, **more)

    def bed(self, who: int, n: int) -> None:
        self.room(who, n, homes="dormitory")

    def hire(self, who: int, n: int) -> None:
        day = local_date(self.at)
        more = {"contract_end": day - timedelta(days=n - 20)} if n % 2 else {}
        self.say(
            who,
            kind="hire",
            employer_code=self.street.firm.code,
            start=day - timedelta(days=n + 20),
            **more,
        )

    def leave(self, who: int, n: int) -> None:
        self.say(
            who,
            kind="leave",
            region=self.street.rooms[0].region,
            end=local_date(self.at) + timedelta(days=n % 5),
        )

    def quit(self, who: int, _n: int) -> None:
        self.say(who, kind="dismiss", employer_code=self.street.firm.code, end=local_date(self.at))

    def holds(self, who: int, n: int) -> None:
        home = self.street.dormitory[who % 2]
        with acting(PLATFORM):
            places.change_home(home.id, {"capacity": 1 + n % 3}, actor=PLATFORM, at=self.at)

    def undo(self, _who: int, n: int) -> None:
        if self.batches:
            with acting(PLATFORM):
                register.undo(self.batches.pop(n % len(self.batches)), actor=PLATFORM, at=self.at)

    def merge(self, who: int, n: int) -> None:
        one, other = (CROWD[i].name for i in (who, n % len(CROWD)))
        found = read(
            "SELECT id FROM people_person WHERE name = ANY(%s) AND merged_into_id IS NULL",
            [one, other],
        )
        if len(found) == 2:
            with acting(PLATFORM):
                register.merge_people(
                    found[0][0], found[1][0], actor=PLATFORM, reason="同一人", at=self.at
                )

    def met(self, who: int, n: int) -> None:
        home = self.street.dormitory[who % 2]
        with acting(PLATFORM):
            tasks.record_visit(
                home_code=home.code,
                outcome="met",
                key=f"v{who}.{n}.{self.at}"[:40],
                actor=PLATFORM,
                at=self.at,
            )

    def days(self, _who: int, n: int) -> None:
        self.at += timedelta(days=n * 5)

    def run(self, _who: int, _n: int) -> None:
        """The worker delivers what happened, and the rules run."""
        with acting(PLATFORM):
            handlers.note([e for e in events_since(self.heard) if e.name in HEARD])
        self.heard = last_event()
        ran(self.at)


(HEARD,) = (listener.names for listener in listeners() if listener.key == handlers.NOTE)


def listed() -> list[tuple[object, ...]]:
    """Every fault that was ever found, as it stands."""
    return read(
        """SELECT rule, subject, region, person_id, source, facts::text, live, outcome, found_on
        FROM assessment_quality_fault ORDER BY 1, 2, 9, 7"""
    )


MANY = [
    ("holds", 0, 0),
    ("run", 0, 0),
    ("room", 7, 9),
    ("hire", 8, 39),
    ("days", 0, 12),
    ("run", 0, 0),
    ("bed", 3, 5),
    ("undo", 0, 0),
    ("days", 0, 1),
]
"""Faults of a home, a phone, an announced last day and a contract, begun by changes and by days."""


def happened(street, steps) -> set[str]:
    """Rules of which these steps brought a fault about, having made sure that a run over what changed left what a run
    over everything leaves. The street is as before."""
    seen: set[str] = set()
    with suppress(TakenBackError), transaction.atomic():
        happening = Happening(street)
        ran(happening.at, full=True)
        for what, who, n in steps:
            happening.step(what, who, n)
        happening.run(0, 0)
        before = listed()
        again = ran(happening.at, full=True)
        assert (again.found, again.ended, listed()) == (0, 0, before)
        seen.update(str(row[0]) for row in before)
        raise TakenBackError
    return seen


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_a_run_over_what_changed_leaves_what_a_run_over_everything_leaves(street, steps):
    happened(street, steps)


def test_so_it_is_of_faults_that_changes_and_days_bring_about(street):
    found = happened(street, MANY)
    assert {
        "phone_shared",
        "home_crowded",
        "move_out_over",
        "contract_over",
    } <= found


class TakenBackError(Exception):
    """Each example begins with the street as it was."""
