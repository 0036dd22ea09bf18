"""Figures of an agreement: both places compute the same to the byte over a link that loses and repeats messages, and
what they compute is what a plan that knows every person says."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.exchange.api import messages
from anju.domains.exchange.api.cooperation import (
    Flow,
    Measure,
    Report,
    Written,
    duties_of,
    figures,
    flow,
    matrix,
)
from anju.foundation.clock import CHINA

A, B, C = "430181", "510823", "330106"
FIRST, THROUGH = date(2026, 1, 1), date(2026, 6, 30)
TERMS = {
    "number": "HZ-1",
    "first": "2026-01-01",
    "sides": [{"place": A}, {"place": B}],
    "duties": [
        "每季度核对一次",
        {"text": "答复流入通知", "measure": "arrivals_answered", "days": 15, "percent": 90},
        {"text": "反馈", "by": B, "measure": "enquiries_answered", "days": 30, "percent": 95},
        {"text": "服务日", "measure": "service_days_held", "days": 7, "percent": 100},
    ],
    "service_days": [
        {"day": "2026-02-01", "place": A, "topic": "咨询"},
        {"day": "2026-04-01", "place": B, "topic": "咨询"},
        {"day": "2026-06-28", "place": A, "topic": "咨询"},
    ],
}
ANSWERS = (
    "closed",
    "already_left",
    "nothing_on_file",
    "implausible",
    "set_aside",
    "silent",
    "gone",
)
"""How the place somebody left takes a notice; gone: it had said by itself that they left."""


def at(day, number=0):
    return datetime.combine(day, time(8), CHINA) + timedelta(seconds=number)


def written(sender, key, kind, day, **more):
    return Written(
        sender,
        key,
        kind,
        more.get("reply_to", ""),
        more.get("subject", f"s-{sender}-{key}"),
        at(day),
        day,
        more.get("outcome", ""),
        "HZ-1",
    )


def move(n, origin, to, day, how, wait, *, withdrawn=False):
    """All messages about one person who goes from one place to the other."""
    here, there = f"s-{origin}-{n}", f"s-{to}-{n}"
    notice, later = f"n{n}", day + timedelta(days=wait)
    found = [written(to, notice, "arrival_notice", day, subject=there)]
    if withdrawn:
        found.append(written(to, f"w{n}", "withdrawal", day, reply_to=notice, subject=there))
    if how == "gone":
        found.append(
            written(origin, f"g{n}", "departure_notice", day, subject=here, outcome="already_left")
        )
        how = "already_left"
    if how in ("closed", "already_left", "nothing_on_file"):
        token = f"r{n}" if how == "nothing_on_file" else here
        found.append(
            written(
                origin,
                f"a{n}",
                "departure_notice",
                later,
                reply_to=notice,
                subject=token,
                outcome=how,
            )
        )
    elif how != "silent":
        found.append(written(origin, f"a{n}", how, later, reply_to=notice, subject=here))
    return found


moves = st.lists(
    st.tuples(
        st.sampled_from([(A, B), (B, A)]),
        st.integers(-20, 200),
        st.sampled_from(ANSWERS),
        st.integers(0, 40),
        st.booleans(),
    ),
    max_size=40,
)


def bad_link(found, chance):
    """What both places have once every message is receipted, of a link that drops 30 of a hundred requests, repeats 30,
    and turns their order round."""
    queued = {s: [w for w in found if w.sender == s] for s in (A, B)}
    has = {s: [] for s in (A, B)}
    while any(queued.values()):
        for sender, other in ((A, B), (B, A)):
            chance.shuffle(queued[sender])
            for w in list(queued[sender]):
                draw = chance.random()
                if draw < 0.15:
                    continue  # the request was lost
                has[other].append(w)
                if chance.random() < 0.3:
                    has[other].append(w)
                if draw < 0.3:
                    continue  # the receipt was lost: it is sent again
                has[sender].append(w)
                queued[sender].remove(w)
    return has[A], has[B]


@settings(max_examples=120, deadline=None)
@given(moves, st.randoms(use_true_random=False))
def test_both_places_compute_the_same_to_the_byte_over_a_bad_link(plan, chance):
    found = [
        w
        for n, ((origin, to), day, how, wait, back) in enumerate(plan)
        for w in move(n, origin, to, FIRST + timedelta(days=day), how, wait, withdrawn=back)
    ]
    here, there = bad_link(found, chance)
    ours, theirs = (figures(TERMS, some, (), FIRST, THROUGH).content for some in (here, there))
    assert messages.canonical(ours) == messages.canonical(theirs)
    assert ours == figures(TERMS, found, (), FIRST, THROUGH).content


@settings(max_examples=200, deadline=None)
@given(moves)
def test_the_figures_are_those_of_a_plan_that_knows_every_person(plan):
    found, wanted = [], {p: [0, 0, 0, 0] for p in (A, B)}
    people = {(A, B): [0] * 6, (B, A): [0] * 6}
    for n, ((origin, to), offset, how, wait, back) in enumerate(plan):
        day = FIRST + timedelta(days=offset)
        found += move(n, origin, to, day, how, wait, withdrawn=back)
        came = day + timedelta(days=wait) <= THROUGH
        answered = how in ("closed", "already_left", "nothing_on_file", "implausible", "gone")
        counted = FIRST <= day <= THROUGH
        left = counted and how == "gone"  # said by itself, whatever became of the notice
        row = people[origin, to]
        if back or not counted:
            row[1] += left
            row[5] += left
            continue
        duty = wanted[origin]
        if answered and came:
            duty[0 if wait <= 15 else 1] += 1
        else:
            duty[2 if (THROUGH - day).days > 15 else 3] += 1
        row[0] += 1
        recorded = left or (came and how in ("closed", "already_left"))
        # Tied to the notice only by an answer: without one both places count the person, but not as the same.
        tied = came and how in ("closed", "already_left", "gone")
        row[1] += recorded
        row[2] += tied
        row[3] += came and how == "nothing_on_file"
        row[4] += not tied and not (came and how == "nothing_on_file")
        row[5] += recorded and not tied
    got = figures(TERMS, found, (), FIRST, THROUGH)
    arrivals = {k.by: [k.in_time, k.late, k.overdue, k.open] for k in got.kept if k.duty == 2}
    assert arrivals == wanted
    assert {
        (f.origin, f.destination): [
            f.reported,
            f.recorded,
            f.matched,
            f.not_on_file,
            f.open,
            f.not_reported,
        ]
        for f in got.flows
    } == people


def test_who_left_is_who_was_reported_once_everything_is_answered():
    found = [
        w
        for n in range(300)
        for w in move(n, A, B, FIRST + timedelta(days=n % 150), ANSWERS[n % 2], n % 9)
    ]
    out = flow(found, A, B, FIRST, THROUGH)
    assert out == Flow(A, B, 300, 300, 300, 0, 0, 0)
    assert flow(found, B, A, FIRST, THROUGH) == Flow(B, A)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from([(A, B), (B, A), (A, C), (C, A), (B, C), (C, B)])), max_size=60
    )
)
def test_rows_and_columns_of_the_flow_matrix_equal_the_margins_of_each_place(plan):
    """Three places, each with the messages of its own links: the cells sum to who left and who came to each."""
    found = {}
    for n, ((origin, to),) in enumerate(plan):
        found.setdefault(frozenset((origin, to)), []).extend(
            move(n, origin, to, FIRST, "closed", 3)
        )
    flows = [
        flow(some, one, other, FIRST, THROUGH)
        for pair, some in found.items()
        for one, other in (sorted(pair), sorted(pair, reverse=True))
    ]
    places, cells, left, came = matrix(flows)
    for place in places:
        assert left[place] == sum(o == place for ((o, _),) in plan)
        assert came[place] == sum(t == place for ((_, t),) in plan)
        assert left[place] == sum(c.people for c in cells if c.origin == place)
        assert came[place] == sum(c.people for c in cells if c.destination == place)
    assert sum(f.recorded for f in flows) == sum(left.values()) == sum(came.values()) == len(plan)


def report(sender, day, held_on, on):
    content = {"held_on": held_on.isoformat()} if held_on else {"text": "暴雨改期"}
    return Report(sender, "service_day", day, content, "", at(on))


def test_joint_service_days_are_held_in_time_late_or_not():
    first, second, third = (date.fromisoformat(d["day"]) for d in TERMS["service_days"])
    reports = [
        report(A, first, None, first),
        report(A, first, first + timedelta(days=6), first + timedelta(days=6)),
        report(B, second, second + timedelta(days=20), second + timedelta(days=20)),
        report(B, third, third, THROUGH + timedelta(days=1)),
    ]
    (kept,) = (k for k in figures(TERMS, (), reports, FIRST, THROUGH).kept if k.duty == 4)
    assert (kept.in_time, kept.late, kept.overdue, kept.open) == (1, 1, 0, 1)


def test_a_duty_is_met_by_its_percentage_of_what_is_due():
    duty = duties_of(TERMS)[1]
    assert (duty.measure, duty.days) == (Measure.ARRIVALS, 15)
    found = [w for n in range(10) for w in move(n, A, B, FIRST, "closed" if n else "silent", 3)]
    kept = {
        k.by: k for k in figures(TERMS, found, (), FIRST, THROUGH).kept if k.duty == duty.number
    }
    assert kept[A].met(duty.percent) is True
    assert kept[A].met(91) is False
    assert kept[B].met(duty.percent) is None


@pytest.mark.parametrize("share", [0.3])
def test_thousands_of_notices_over_a_bad_link(share):
    chance = random.Random(5)
    found = [
        w
        for n in range(2000)
        for w in move(
            n,
            *((A, B) if n % 3 else (B, A)),
            FIRST + timedelta(days=n % 170),
            chance.choice(ANSWERS),
            chance.randrange(40),
            withdrawn=chance.random() < share / 10,
        )
    ]
    here, there = bad_link(found, chance)
    assert len(here) != len(there) or here != there
    ours, theirs = (figures(TERMS, some, (), FIRST, THROUGH).content for some in (here, there))
    assert messages.canonical(ours) == messages.canonical(theirs)
