"""Every indicator is what a naive count of the same tables gives, the length of its list, and the sum of its values."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.domains.register.ledger.models import Absence, Job, Stay
from anju.domains.statistics.api import indicators as statistics
from anju.domains.statistics.indicators.queries.facts import FACTS
from anju.foundation.actor import Actor, Grant
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotAllowed, Refused
from anju.foundation.facts import Span
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, STREET, Street, declared

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 2, tzinfo=UTC)
PLACES = ("", "43", "4301", "430181", STREET, HERE)
ALL = statistics.indicators()


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built, at=START)


def leader(*places: str) -> Actor:
    grants = tuple(Grant("leader", frozenset({"stats.see"}), region=place) for place in places)
    return Actor(kind="staff", user_id=9, label="领导", grants=grants, purpose="statistics")


STEPS = st.lists(
    st.tuples(
        st.integers(0, 4),
        st.sampled_from(["rooms", "dormitory", "far", "leave", "absent"]),
        st.integers(0, 6),
    ),
    max_size=12,
)


def lived(street: Street, steps: list[tuple[int, str, int]]) -> datetime:
    """These people move about, each step some days after the one before; the moment of the last."""
    at = START
    crowd = [
        somebody(name, 40 + n) for n, name in enumerate(("何山", "江一帆", "谢敏", "吴桐", "向阳"))
    ]
    for who, what, days in steps:
        at += timedelta(days=days, hours=1)
        today = (at + timedelta(hours=8)).date()
        if what == "absent":
            declared(
                [
                    {
                        **crowd[who].item,
                        "kind": "outflow",
                        "destination": "广东省深圳市",
                        "region": HERE,
                        "start": today,
                        "left_children": True,
                    }
                ],
                at=at,
            )
        elif what == "leave":
            declared([{**crowd[who].item, "kind": "leave", "region": HERE, "end": today}], at=at)
        else:
            rooms = getattr(street, what)
            home = rooms[days % len(rooms)]
            arrives = {"home_code": home.code, "region": home.region, "kind": "arrive"}
            start = today - timedelta(days=days)
            declared([{**crowd[who].item, **arrives, "start": start}], at=at)
    return at


def stays_held(known_at: datetime | None) -> list[Stay]:
    return [
        s
        for s in Stay.objects.filter(habitual=True)
        if (
            s.superseded_at is None
            if known_at is None
            else s.recorded_at <= known_at
            and (s.superseded_at is None or s.superseded_at > known_at)
        )
    ]


def naive(code: str, place: str, span: Span) -> int:
    """A count in plain Python over the rows."""
    stays = stays_held(span.known_at)
    if code == "living":
        return sum(s.region.startswith(place) and on(s.period, span.until) for s in stays)
    if code == "registered":
        return sum(
            s.region.startswith(place) and span.since <= s.period.lower <= span.until for s in stays
        )
    edges: dict[tuple[int, date], list[str]] = {}
    for s in stays:
        if s.region.startswith(place):
            for way, day in (("came", s.period.lower), ("left", s.period.upper)):
                if day is not None and span.since <= day <= span.until:
                    edges.setdefault((s.person_id, day), []).append(way)
    return sum(ways == [code] for ways in edges.values())


def on(period: object, day: date) -> bool:
    return period.lower <= day and (period.upper is None or day < period.upper)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, back=st.integers(0, 20), known=st.integers(0, 20))
def test_figures_are_what_a_naive_count_gives_on_any_day_as_known_at_any_moment(
    street, steps, back, known
):
    from django.db import transaction

    with transaction.atomic():
        end = lived(street, steps)
        until = (end - timedelta(days=back)).date()
        spans = [
            Span(until - timedelta(days=15), until),
            Span(until - timedelta(days=15), until, end - timedelta(days=known)),
        ]
        wanted = [ALL[c] for c in ("living", "came", "left", "registered")]
        with acting(PLATFORM):
            for place in PLACES:
                found = statistics.figures(wanted, place, spans, actor=leader(""))
                for one in wanted:
                    for span, figure in zip(spans, found[one.code], strict=True):
                        assert figure.value == naive(one.code, place, span), (one.code, place, span)
            net = statistics.figures([ALL["net"], ALL["living"]], "4301", spans, actor=leader(""))
            before = Span(spans[0].since, spans[0].since - timedelta(days=1))
            (then,) = statistics.figures([ALL["living"]], "4301", [before], actor=leader(""))[
                "living"
            ]
            assert net["net"][0].value == net["living"][0].value - then.value
        transaction.set_rollback(True)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_a_figure_its_list_its_parts_and_its_values_agree_for_every_indicator(street, steps):
    from django.db import transaction

    with transaction.atomic():
        end = lived(street, steps)
        span = Span((end - timedelta(days=30)).date(), end.date())
        with acting(PLATFORM):
            for place in ("", "430181", HERE):
                found = statistics.figures(list(ALL.values()), place, [span], actor=leader(""))
                for code, one in ALL.items():
                    agrees(one, place, span, found[code][0])
        transaction.set_rollback(True)


def agrees(one, place, span, figure) -> None:
    listed = statistics.behind(one, place, span, actor=PLATFORM, limit=None)
    assert figure.numerator == listed.total == len(listed.found), (one.code, place)
    page = statistics.behind(one, place, span, actor=PLATFORM, limit=2, offset=1)
    assert page.found == listed.found[1:3]
    assert all(f.region.startswith(place) for f in listed.found)
    parts = statistics.by_part(one, place, span, actor=PLATFORM)
    if statistics.adds_up(one):
        assert figure.value == sum(part.value for part in parts.values()), (one.code, place)
    for part, its in parts.items():
        if len(part) in (2, 4, 6, 9, 12, 15):
            assert its == statistics.figures([one], part, [span], actor=PLATFORM)[one.code][0]
    for dimension, values in statistics.by_values(one, place, span, actor=PLATFORM).items():
        assert sum(values.values()) == figure.numerator, (one.code, place, dimension)
        for value, n in values.items():
            chosen = statistics.behind(
                one, place, span, actor=PLATFORM, chosen={dimension: (value,)}, limit=1
            )
            assert chosen.total == n, (one.code, place, dimension, value)


def test_nobody_counts_beyond_their_area_or_lists_without_the_permission(street):
    span = Span(date(2026, 3, 1), date(2026, 3, 31))
    with acting(PLATFORM):
        for place in ("", "43", "430182", "4301811"):
            with pytest.raises(NotAllowed):
                statistics.figures([ALL["living"]], place, [span], actor=leader(STREET))
        assert statistics.figures([ALL["living"]], HERE, [span], actor=leader(STREET))
        for one in ALL.values():
            with pytest.raises(NotAllowed):
                statistics.behind(one, HERE, span, actor=leader(STREET))
            with pytest.raises(NotAllowed):
                statistics.by_part(one, "430182", span, actor=leader(STREET))


def test_an_empty_area_has_no_rate_rather_than_nought(street):
    span = Span(date(2020, 1, 1), date(2020, 1, 31))
    with acting(PLATFORM):
        found = statistics.figures(list(ALL.values()), "440306", [span], actor=PLATFORM)
    for code, (figure,) in found.items():
        rate = ALL[code].formula is statistics.Formula.RATE
        assert figure.value is None if rate else figure.value == 0, code


def test_what_has_one_time_only_is_not_answered_as_known_earlier(street):
    span = Span(date(2026, 3, 1), date(2026, 3, 31), START)
    with acting(PLATFORM), pytest.raises(Refused) as refused:
        statistics.figures([ALL["homes"]], HERE, [span], actor=PLATFORM)
    assert refused.value.code == "figures_known"
    assert not statistics.two_times(ALL["homes"])
    assert statistics.two_times(ALL["living"])


def test_the_registry_is_whole():
    for code, one in ALL.items():
        assert code == one.code
        assert one.topic in statistics.TOPICS
        assert all([*one.name, *one.unit, *one.definition, *one.source]), code
        for term in one.terms:
            fact = FACTS[term.fact]
            assert {name for name, _values in term.where} <= set(fact.dimensions), code
        assert set(one.by) <= set(FACTS[one.numerator.fact].dimensions), code
        assert (one.denominator is None) == (one.formula is statistics.Formula.COUNT), code


def test_workers_count_once_however_many_jobs(street):
    today = START.date()
    with acting(PLATFORM):
        rows = [
            j
            for j in Job.objects.filter(superseded_at=None, region__startswith="430181")
            if on(j.period, today)
        ]
        found = statistics.figures([ALL["working"]], "430181", [Span(today, today)], actor=PLATFORM)
        assert found["working"][0].value == len({j.person_id for j in rows}) > 0
        assert Absence.objects.count() == 0
