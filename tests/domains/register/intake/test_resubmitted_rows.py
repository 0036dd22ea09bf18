"""Lists sent again: what is only said again is answered at once, and the register reads as if all had
been looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from importlib import import_module

import polars as pl
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.domains.register import api as register
from anju.domains.register.intake.operations import resubmitted_rows
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows
from tests.factories.people import somebody
from tests.factories.register import COUNTER, ELSEWHERE, HERE, PLATFORM, building, declared

pytestmark = [pytest.mark.django_db]
SINCE = date(2026, 9, 1)
LIST = replace(COUNTER, source="user:7", channel="file")
PEOPLE = [somebody(f"王{chr(0x4E00 + n)}", 5000 + n) for n in range(resubmitted_rows.FEWEST + 10)]


@pytest.fixture
def rooms():
    return building(HERE, "东风路88号", [str(101 + n) for n in range(60)], capacity=4)


def listed(rooms, people=PEOPLE):
    return [
        {
            **p.item,
            "kind": "arrive",
            "home_code": rooms[n // 2].code,
            "region": HERE,
            "start": SINCE,
        }
        for n, p in enumerate(people)
    ]


def counted(table: str) -> int:
    with acting(PLATFORM), as_intake_role():
        return rows(f"SELECT count(*) FROM {table}")[0][0]


def ledger():
    with acting(PLATFORM), as_intake_role():
        return rows(
            "SELECT person_id, home_id, period, superseded_at IS NULL FROM register_stay ORDER BY id"
        )


def test_a_list_said_again_changes_nothing_and_is_remembered_in_one_row(rooms):
    first = declared(listed(rooms), sender=LIST)
    before, kept = ledger(), counted("register_declaration")
    again = declared(listed(rooms), sender=LIST)
    assert first.counts == {"applied": len(PEOPLE)} and again.counts == {"unchanged": len(PEOPLE)}
    assert [o.person_id for o in again.outcomes] == [o.person_id for o in first.outcomes]
    assert ledger() == before
    assert (counted("register_declaration"), counted("register_repeat")) == (kept, 1)


def test_what_came_in_counts_what_was_said_again_where_it_lies(rooms):
    declared(listed(rooms), sender=LIST)
    declared(
        [
            *listed(rooms),
            {
                **PEOPLE[0].item,
                "doc_number": "430181199003071234",
                "kind": "arrive",
                "region": HERE,
                "home_code": rooms[0].code,
                "start": SINCE,
            },
        ],
        sender=LIST,
    )
    with acting(PLATFORM):
        everywhere, here, elsewhere = (
            register.channels(actor=counts_in(r), since=now() - timedelta(days=1))
            for r in ("", HERE, ELSEWHERE)
        )
    assert everywhere == here == (("file", 2 * len(PEOPLE) + 1, 1),)
    assert elsewhere == ()


def test_what_was_undone_is_in_no_count_of_declarations(rooms):
    sent = declared(listed(rooms), sender=LIST)
    with acting(PLATFORM):
        register.undo(sent.batch_id, actor=PLATFORM, at=now())
        assert "file" not in {
            c
            for c, _, _ in register.channels(actor=counts_in(HERE), since=now() - timedelta(days=1))
        }


def test_lists_from_before_the_places_were_counted_are_counted_alike(rooms):
    far = building(ELSEWHERE, "西风路9号", [str(101 + n) for n in range(30)], capacity=4)
    items = [
        {**i, "home_code": far[n // 4].code, "region": ELSEWHERE} if n % 3 == 0 else i
        for n, i in enumerate(listed(rooms))
    ]
    for _ in range(2):
        declared(items, sender=LIST)
    then = import_module("anju.domains.register.migrations.0011_where_repeats_lie").PLACES
    with acting(PLATFORM), as_intake_role():
        written, counted_then = (
            rows(
                f"SELECT r.id, k.region, k.n FROM {source} r, unnest(r.regions, r.counts) AS k(region, n)"
                " ORDER BY 1, 2"
            )
            for source in ("register_repeat", f"({then})")
        )
    assert len(written) == 2
    assert counted_then == written


def counts_in(region: str) -> Actor:
    return Actor("staff", user_id=7, grants=(Grant("leader", frozenset({"stats.see"}), region),))


def test_the_same_request_sent_twice_is_answered_as_the_first_time(rooms):
    declared(listed(rooms), sender=LIST)
    frame = pl.DataFrame(
        [{"key": f"again.{n}", "row": n + 1, **i} for n, i in enumerate(listed(rooms))]
    )
    with acting(PLATFORM):
        one, two = (
            register.declare(frame, sender=LIST, actor=PLATFORM, at=now(), batch_key="again")
            for _ in "12"
        )
    assert one.batch_id == two.batch_id
    assert [(o.key, o.status, o.declaration_id) for o in one.outcomes] == [
        (o.key, o.status, o.declaration_id) for o in two.outcomes
    ]
    assert counted("register_repeat") == 1


def test_who_moved_on_by_another_word_is_looked_at_in_full(rooms):
    declared(listed(rooms), sender=LIST)
    declared(
        [
            {
                **PEOPLE[3].item,
                "kind": "arrive",
                "home_code": rooms[59].code,
                "region": HERE,
                "start": SINCE + timedelta(days=20),
            }
        ]
    )
    again = declared(listed(rooms), sender=LIST)
    assert again.outcomes[3].status == "waiting" and again.outcomes[3].reason == "contradiction"
    assert again.counts["unchanged"] == len(PEOPLE) - 1


def test_another_senders_same_words_are_a_declaration_of_their_own(rooms):
    declared(listed(rooms), sender=LIST)
    kept = counted("register_declaration")
    declared(listed(rooms), sender=replace(LIST, source="user:8"))
    assert counted("register_declaration") == kept + len(PEOPLE)
    assert counted("register_repeat") == 0


def test_a_clerk_who_lost_the_area_is_refused_for_what_they_said_before(rooms):
    declared(listed(rooms), sender=LIST)
    elsewhere = Actor(
        "staff",
        user_id=7,
        label="别处窗口",
        purpose="register",
        grants=(Grant("counter", frozenset({"declare"}), region=ELSEWHERE),),
    )
    again = declared(listed(rooms), sender=LIST, actor=elsewhere)
    assert set(again.counts) == {"refused"}


@pytest.mark.long
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    changes=st.dictionaries(
        st.integers(0, len(PEOPLE) - 1),
        st.sampled_from(["room", "start", "phone", "end", "leave", "gone", "moved"]),
        max_size=12,
    )
)
def test_asking_first_answers_as_looking_at_everything_would(rooms, changes):
    """The oracle is intake itself with the short cut shut."""
    answers = []
    for fewest in (resubmitted_rows.FEWEST, 10**9):
        with transaction.atomic():
            resubmitted_rows.FEWEST, usual = fewest, resubmitted_rows.FEWEST
            try:
                declared(listed(rooms), sender=LIST)
                between = [
                    _said_between(PEOPLE[n], rooms, what)
                    for n, what in changes.items()
                    if what in _BETWEEN
                ]
                if between:
                    declared(between)
                items = listed(rooms)
                for n, what in changes.items():
                    items[n] |= _CHANGED.get(what, {})
                again = declared(items, sender=LIST)
                answers.append(
                    ([(o.status, o.reason) for o in again.outcomes], [r[2:] for r in ledger()])
                )
            finally:
                resubmitted_rows.FEWEST = usual
            transaction.set_rollback(True)
    assert answers[0] == answers[1]


_CHANGED = {
    "start": {"start": SINCE + timedelta(days=3)},
    "phone": {"phone": "13900009999"},
    "end": {"end": SINCE + timedelta(days=30)},
}
_BETWEEN = ("room", "gone", "moved")


def _said_between(who, rooms, what):
    day = SINCE + timedelta(days=10)
    if what == "gone":
        return {**who.item, "kind": "leave", "region": HERE, "end": day}
    return {
        **who.item,
        "kind": "arrive",
        "region": HERE,
        "home_code": rooms[58 if what == "room" else 57].code,
        "start": SINCE - timedelta(days=5) if what == "moved" else day,
    }
