"""Nobody comes, works or leaves before their birth: refused at every way in, whoever says it, whatever was ticked."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.register import api as register
from anju.domains.register.intake.rules.days import before_birth, day_fault
from anju.foundation.db.scope import acting
from anju.foundation.errors import Refused
from tests.factories.people import Somebody, somebody
from tests.factories.register import HERE, STREET, Street, clerk, declared, moved_in
from tests.factories.spreadsheets import delimited, number
from tests.factories.staff import actor, public, staff

BORN = date(2000, 1, 15)
EARLY = BORN - timedelta(days=1)
LATE = somebody("单文宝", 96, area="510823", born=BORN, phone="")
TODAY = date(2026, 11, 21)
days = st.dates(date(1990, 1, 1), date(2026, 11, 20))


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@settings(max_examples=100)
@given(st.none() | days, st.none() | days, days)
def test_a_day_before_the_birth_is_a_fault_and_the_day_of_birth_is_none(start, end, born):
    fault = before_birth(start, end, born)
    assert (fault is None) == all(d >= born for d in (start, end) if d is not None)
    if fault is not None and not (start and end and end < start):
        assert day_fault(start, end, TODAY, born) == fault


def arriving(street, **more):
    return {
        **LATE.item,
        "kind": "arrive",
        "home_code": street.rooms[2].code,
        "region": HERE,
        "start": EARLY,
        **more,
    }


@pytest.mark.parametrize("channel", ["counter", "api"])
def test_who_has_seen_the_document_registers_no_arrival_before_the_birth(street, channel):
    sender = register.Sender("user:1", channel, "赵敏", region=HERE)
    who = actor(staff("street.zhao", ("street", STREET)), purpose="register")
    items = [
        arriving(street, key="number"),
        arriving(street, key="none", doc_type=None, doc_number=None, birth_date=BORN),
        arriving(street, key="same day", start=BORN, doc_number=number(97, born=f"{BORN:%Y%m%d}")),
    ]
    with acting(who):
        receipt = register.declare(
            pl.DataFrame(items, schema_overrides=register.ITEM_SCHEMA),
            sender=sender,
            actor=who,
            at=street.at,
            batch_key="early",
            seen={i["key"]: register.DOCUMENT_SEEN for i in items},
        )
    assert [(o.status, o.reason) for o in receipt.outcomes] == [
        ("refused", "start_before_birth"),
        ("refused", "start_before_birth"),
        ("applied", ""),
    ]


def test_a_landlord_is_refused_it_at_once(street):
    sender = register.Sender(street.holder, "landlord", "周房东", party=street.holder, region=HERE)
    landlord = actor(
        public("13700000001", grants=(("landlord", street.holder, HERE),)), purpose="register"
    )
    (outcome,) = declared([arriving(street)], sender=sender, actor=landlord, at=street.at).outcomes
    assert (outcome.status, outcome.reason) == ("refused", "start_before_birth")


def test_a_departure_before_the_birth_is_refused_by_its_own_name(street):
    moved_in(LATE, street.rooms[2], BORN, at=street.at)
    (outcome,) = declared(
        [{**LATE.item, "kind": "leave", "end": EARLY, "region": HERE}], at=street.at
    ).outcomes
    assert (outcome.status, outcome.reason) == ("refused", "end_before_birth")


TITLES = ["姓名", "身份证号", "地址", "房号", "入住日期"]


def test_a_file_refuses_the_row_and_so_does_a_first_day_chosen_for_rows_without_one(street):
    sender = register.Sender("user:1", "import", "赵敏", region=HERE)
    who = actor(staff("street.zhao", ("street", STREET)), purpose="register")
    rows = [
        [LATE.name, LATE.doc_number, "新屋路12号", "201", str(EARLY)],
        ["单文礼", number(98, born="19900101"), "新屋路12号", "201", ""],
    ]
    with acting(who):
        view = register.receive(
            delimited([TITLES, *rows]),
            "a.csv",
            form="rental-tenants",
            sender=sender,
            actor=who,
            at=street.at,
        )
        assert view.counts["problems"] == {"start_before_birth": 1}
        assert "start_before_birth" not in view.counts["warnings"]
        view = register.correct_rows(
            view.id, choices={"start": "1989-12-31"}, actor=who, at=street.at
        )
    assert view.counts["problems"] == {"start_before_birth": 2}


PASSPORT = Somebody(
    "JOHN SMITH", "E12349876", doc_type="414", more={"nationality": "USA", "birth_date": BORN}
)
UNDATED = {**PASSPORT.item, "birth_date": None}


def test_whose_birth_date_only_the_register_knows_is_refused_where_the_record_is_in_sight(street):
    moved_in(PASSPORT, street.rooms[2], BORN, at=street.at)
    sender, who = clerk(7, STREET)
    (outcome,) = declared(
        [arriving(street, **UNDATED, start=EARLY)], sender=sender, actor=who, at=street.at
    ).outcomes
    assert (outcome.status, outcome.reason) == ("refused", "start_before_birth")


def test_nobody_learns_a_birth_date_out_of_sight_by_trying_days(street):
    moved_in(PASSPORT, street.far[0], BORN, at=street.at)
    sender, who = clerk(7, STREET)
    (outcome,) = declared(
        [arriving(street, **UNDATED, start=EARLY)], sender=sender, actor=who, at=street.at
    ).outcomes
    assert (outcome.status, outcome.reason) == ("waiting", "being_checked")


def test_a_decision_and_a_correction_enter_no_day_before_the_birth(street):
    waiting = moved_in(LATE, street.rooms[2], BORN, at=street.at)
    who = actor(staff("street.zhao", ("street", STREET)), purpose="register")
    with acting(who):
        (stay,) = register.stays_of([waiting])
        with pytest.raises(Refused) as early:
            register.correct_stay(
                stay.id,
                changes={"since": EARLY},
                note="核对",
                sender=register.Sender("user:1", "counter", "赵敏", region=HERE),
                key="early",
                actor=who,
                at=street.at,
            )
        assert early.value.code == "start_before_birth"
        unlikely = Somebody("单?宝", number(99, area="510823", born=f"{BORN:%Y%m%d}"))
        declared(
            [arriving(street, **unlikely.item, start=BORN)],
            sender=clerk(7, STREET)[0],
            at=street.at,
        )
        (review,) = register.waiting_in([STREET], at=street.at, kind="doubtful")
        with pytest.raises(Refused) as decided:
            register.decide(review.id, decision="accept", since=EARLY, actor=who, at=street.at)
        assert decided.value.params["reason"] == "start_before_birth"


def test_a_birth_date_is_not_corrected_to_a_day_after_the_first_stay(street):
    person = moved_in(PASSPORT, street.rooms[2], BORN, at=street.at)
    who = actor(staff("street.zhao", ("street", STREET)), purpose="register")
    with acting(who):
        with pytest.raises(Refused) as late:
            register.correct_person(
                person,
                changes={"birth_date": BORN + timedelta(days=1)},
                reason="护照",
                actor=who,
                at=street.at,
            )
        assert late.value.code == "birth_date_after_first_day"
        register.correct_person(
            person, changes={"birth_date": EARLY}, reason="护照", actor=who, at=street.at
        )
