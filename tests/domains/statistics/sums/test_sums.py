"""Kept sums are what a count over the ledger says, whatever happened and whenever they are asked."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.domains.register.ledger.models import Stay
from anju.domains.statistics.api import indicators as statistics
from anju.domains.statistics.api import reports, sums
from anju.domains.statistics.indicators.queries.facts import FACTS
from anju.domains.statistics.indicators.queries.figures import PARTS
from anju.domains.statistics.reports.data.definitions import Kind
from anju.domains.statistics.sums.data.kept import EVER, GROUPINGS, RUNS
from anju.domains.statistics.sums.operations.keeping import days_kept
from anju.domains.statistics.sums.queries import answering
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows, run
from anju.foundation.errors import AnjuError
from anju.foundation.facts import Question, Span, counted
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, STREET, Street, declared

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 2, tzinfo=UTC)
PLACES = ("", "43", "4301", "430181", STREET, HERE)
ALL = statistics.indicators()
COUNTER = Sender("user:0", "counter", "洞阳镇窗口", region=STREET)
NAMES = ("何山", "江一帆", "谢敏", "吴桐", "向阳")
CROWD = [somebody(name, 140 + n) for n, name in enumerate(NAMES)]

STEPS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(
            [
                *("rooms", "dormitory", "far", "leave", "hire", "dismiss", "absent"),
                *("move", "birth", "merge", "unmerge", "undo", "add up"),
            ]
        ),
        st.integers(0, 40),
    ),
    min_size=3,
    max_size=14,
)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built, at=START)


class History:
    """What happened so far: batches, merges and people, for the steps that go back to them."""

    def __init__(self, street: Street) -> None:
        self.street, self.at = street, START
        self.batches: list[int] = []
        self.merges: list[int] = []
        self.people: list[int] = []

    def goes_on(self, who: int, what: str, days: int) -> None:
        self.at += timedelta(days=days % 9, hours=1)
        today = (self.at + timedelta(hours=8)).date()
        with (
            suppress(AnjuError, ZeroDivisionError, IndexError),
            transaction.atomic(),
            acting(PLATFORM),
        ):
            getattr(self, what.replace(" ", "_"), self.says)(who, what, today, days)

    def says(self, who: int, what: str, today: date, days: int) -> None:
        firm = {"employer_code": self.street.firm.code}
        if what in ("rooms", "dormitory", "far"):
            rooms = getattr(self.street, what)
            home = rooms[days % len(rooms)]
            said = {"kind": "arrive", "home_code": home.code, "region": home.region}
            said["start"] = today - timedelta(days=days)
        else:
            said = {
                "leave": {"kind": "leave", "region": HERE, "end": today},
                "hire": {"kind": "hire", **firm, "start": today - timedelta(days=days)},
                "dismiss": {"kind": "dismiss", **firm, "end": today},
                "absent": {
                    "kind": "outflow",
                    "destination": "广东省深圳市",
                    "region": HERE,
                    "start": today,
                },
            }[what]
        receipt = declared([{**CROWD[who].item, **said}], at=self.at)
        self.batches.append(receipt.batch_id)
        self.people += [o.person_id for o in receipt.outcomes if o.person_id]

    def move(self, who: int, _what: str, today: date, days: int) -> None:
        stays = list(Stay.objects.filter(superseded_at=None).order_by("-id"))
        stay = stays[who % len(stays)]
        home = self.street.far[days % len(self.street.far)]
        changes = ({"since": stay.period.lower - timedelta(days=days)}, {"home_code": home.code})
        register.correct_stay(
            stay.id,
            changes=changes[days % 2],
            note="更正",
            sender=COUNTER,
            key=f"sums.{self.at.isoformat()}",
            actor=PLATFORM,
            at=self.at,
        )

    def birth(self, who: int, _what: str, _today: date, days: int) -> None:
        person = self.people[who % len(self.people)]
        with as_intake_role():
            run(
                "UPDATE people_person SET birth_date = birth_date - %s, origin = '440300' WHERE id = %s",
                [days * 200, person],
            )

    def merge(self, who: int, _what: str, _today: date, days: int) -> None:
        one, other = self.people[who % len(self.people)], self.people[days % len(self.people)]
        if one != other:
            self.merges.append(
                register.merge_people(one, other, actor=PLATFORM, reason="同一人", at=self.at)
            )

    def unmerge(self, who: int, _what: str, _today: date, _days: int) -> None:
        register.unmerge_people(self.merges[who % len(self.merges)], actor=PLATFORM, at=self.at)

    def undo(self, _who: int, _what: str, _today: date, days: int) -> None:
        register.undo(self.batches[-1 - days % 2], actor=PLATFORM, at=self.at)

    def add_up(self, *_about: object) -> None:
        sums.add_up()


def questions(day: date, known_at: datetime | None) -> list[Question]:
    """Every summed fact, of every level and in parts, over a day or the days before it; residents by values."""
    found = []
    for n, place in enumerate(PLACES):
        span = Span(day - timedelta(days=40 * (n % 2)), day, known_at)
        for code in ("resident", "came", "left", "begun", "let_home", "worker", "absent"):
            found.append(Question(FACTS[code], (place,), span))
            found.append(Question(FACTS[code], (place,), span, digits=PARTS.get(len(place), 15)))
        found.append(Question(FACTS["begun"], (place,), span, (("delay", ("in_time",)),)))
        if known_at is None:
            found += [Question(FACTS[code], (place,), span) for code in ("home", "building")]
    whole = Question(FACTS["resident"], ("4301",), Span(day, day, known_at), digits=6)
    return [*found, *recoded(span), *(replace(whole, across=names) for names in GROUPINGS)]


def recoded(span: Span) -> list[Question]:
    """Of divisions that took the place of others: of one under which people are on record, of one without."""
    found = []
    for code in ("resident", "came", "left", "begun", "let_home", "worker", "absent"):
        for old in ("430181", "430100"):
            whole = Question(FACTS[code], ("4301",), span, digits=6)
            found.append(replace(whole, recoded=((old, "430199"),)))
            found.append(replace(whole, without=(old,), digits=0))
            found.append(replace(whole, places=("4302", old), recoded=((old, "430299"),)))
    sexes = Question(FACTS["resident"], ("4301",), span, digits=6, across=("sex",))
    return [*found, replace(sexes, recoded=(("430181", "430199"),))]


def agree(day: date, known_at: datetime | None = None) -> int:
    """Sums answer as a count does; how many were answered by sums."""
    asked = questions(day, known_at)
    with acting(PLATFORM):
        for question, found, naive in zip(
            asked, answering.answered(asked), counted(asked), strict=True
        ):
            blank = {(part, value or ""): n for (part, value), n in naive.items()}
            assert found in (blank, naive), question
        kept = sums.kept_days()
        used = answering._codes_used(asked)
        return sum(answering._summed(q, kept, used) is not None for q in asked)


@pytest.mark.long
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(steps=STEPS, at=st.integers(0, 13), back=st.integers(0, 40))
def test_sums_are_a_recount_after_any_history_at_any_moment(street, steps, at, back):
    with transaction.atomic():
        history = History(street)
        for n, step in enumerate(steps):
            if n == at:
                sums.rebuild((history.at + timedelta(days=1)).date())
            history.goes_on(*step)
        today = history.at.date()
        if at >= len(steps):
            sums.rebuild(today)
        before = date(today.year, today.month, 1) - timedelta(days=1)
        for day in (today, before, today - timedelta(days=back)):
            assert agree(day)
        assert agree(day, history.at - timedelta(days=back)) == 0
        sums.add_up()
        with acting(PLATFORM):
            assert not any(sums.differing().values())
            with as_intake_role():
                for table in ("statistics_flow_change", "statistics_stay_change"):
                    assert rows(f"SELECT count(*) FROM {table}") == [(0,)]
        assert agree(today)
        transaction.set_rollback(True)


def test_figures_are_counted_while_nothing_is_kept(street):
    with acting(PLATFORM):
        assert sums.kept_days() == set()
    assert agree(START.date()) == 0


def test_what_a_transaction_wrote_is_in_its_figures_and_gone_with_it(street):
    with transaction.atomic():
        sums.rebuild(START.date())
        with acting(PLATFORM):
            span = Span(START.date(), START.date())
            (before,) = statistics.figures([ALL["living"]], HERE, [span], actor=PLATFORM)["living"]
        with transaction.atomic():
            with acting(PLATFORM), as_intake_role():
                run("UPDATE register_stay SET superseded_at = now() WHERE superseded_at IS NULL")
            assert agree(START.date())
            transaction.set_rollback(True)
        with acting(PLATFORM):
            (after,) = statistics.figures([ALL["living"]], HERE, [span], actor=PLATFORM)["living"]
        assert before == after
        assert before.numerator > 0
        transaction.set_rollback(True)


def test_what_was_written_past_the_sums_is_found_and_built_anew(street):
    with transaction.atomic():
        sums.rebuild(START.date())
        with acting(PLATFORM), as_intake_role():
            run("UPDATE statistics_flow SET began = began + 1 WHERE fact = 'resident'")
        with acting(PLATFORM):
            assert sums.differing()["resident"] > 0
        sums.rebuild(START.date())
        with acting(PLATFORM):
            assert not any(sums.differing().values())
        transaction.set_rollback(True)


def test_days_that_are_long_past_are_dropped_and_a_new_day_is_built(street):
    with transaction.atomic():
        sums.rebuild(date(2026, 3, 2))
        assert sums.build_missing(date(2026, 3, 2)) == 0
        assert sums.build_missing(date(2026, 3, 3)) == 1
        with acting(PLATFORM):
            days = {day for fact, day in sums.kept_days() if day != EVER}
            assert days == set(days_kept(date(2026, 3, 3)))
        assert agree(date(2026, 3, 3))
        transaction.set_rollback(True)


def test_every_table_of_the_first_report_is_summed():
    for table in reports.reports()["r1"].tables:
        blocks = [c.grouping.dimension for c in table.columns if c.grouping]
        for block in blocks:
            rows_by = [table.rows.dimension] if table.kind is Kind.CROSS and table.rows else []
            assert tuple(sorted({*rows_by, block})) in GROUPINGS, block
    assert {(name,) for name in ALL["living"].by} <= set(GROUPINGS)
    assert {run.fact for run in RUNS} >= {"resident", "worker", "let_home", "home", "building"}
