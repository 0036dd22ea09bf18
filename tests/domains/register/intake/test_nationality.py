"""A foreigner's document without a nationality: nobody is made Chinese by silence, whatever the channel."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.foundation import codes
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Refused
from tests.factories.register import COUNTER, HERE, PLATFORM, STREET, Street, declared
from tests.factories.spreadsheets import delimited, number
from tests.factories.staff import actor, public, staff

pytestmark = pytest.mark.django_db
CARD_OF_A_CANADIAN, OLD_CARD = "911124198108030024", "CAN110123456789"
_turn = itertools.count()


@pytest.fixture
def street():
    return Street.built()


def guest(**more):
    return {
        "name": "JOHN SMITH",
        "doc_type": "414",
        "doc_number": f"E7654{next(_turn):04d}",
        "birth_date": date(1990, 5, 6),
        **more,
    }


def arriving(street, who, **options):
    item = {**who, "kind": "arrive", "home_code": street.rooms[2].code, "start": street.today}
    return declared([item], **options).outcomes[0]


def person(outcome):
    with acting(PLATFORM):
        return people.persons([outcome.person_id])[outcome.person_id]


def item_of(outcome):
    with acting(PLATFORM):
        return register.line_of(outcome.declaration_id).review_id


def decide(review, **answer):
    with acting(PLATFORM):
        return register.decide(review, actor=PLATFORM, at=now(), **answer)


def test_who_is_on_no_record_waits_until_somebody_gives_the_nationality(street):
    who = guest()
    first = arriving(street, who)
    assert (first.status, first.reason, first.person_id) == (
        "waiting",
        "nationality_missing",
        None,
    )
    with acting(PLATFORM):
        assert people.holder_of("414", "", who["doc_number"]) is None, "nobody was entered"
    with pytest.raises(Refused) as refused:
        decide(item_of(first), decision="accept")
    assert refused.value.code == "decision_needs_nationality"
    after = decide(item_of(first), decision="accept", nationality="FRA")
    assert (after.status, person(after).nationality) == ("applied", "FRA")
    with acting(PLATFORM):
        assert people.holder_of("414", "FRA", who["doc_number"]) == after.person_id


@pytest.mark.parametrize("by", ["document", "card", "review"])
def test_a_paper_that_was_seen_does_not_stand_for_it(street, by):
    who = guest(key="seen")
    clerk = actor(staff("office.seen", ("street", STREET)), purpose="register")
    outcome = arriving(
        street, who, actor=clerk, seen={"seen": dict.fromkeys(("nationality_missing",), by)}
    )
    assert outcome.reason == "nationality_missing"
    assert "nationality_missing" not in register.DOCUMENT_SEEN


def test_who_is_on_file_under_the_number_is_recognised_without_it(street):
    who = guest()
    known = arriving(street, {**who, "nationality": "FRA"}).person_id
    again = arriving(street, who)
    assert (again.status, again.person_id) == ("unchanged", known)
    out = declared([{**who, "kind": "leave", "end": street.today + timedelta(days=1)}]).outcomes[0]
    assert (out.status, out.person_id) == ("applied", known)
    other_name = arriving(street, {**who, "name": "JANE DOE"})
    assert (other_name.status, other_name.reason) == ("waiting", "name_differs")


def test_a_number_that_two_countries_gave_is_nobody_s_without_it(street):
    who = guest(birth_date=None)
    holders = [
        arriving(street, {**who, "name": name, "nationality": country}).person_id
        for name, country in (("JOHN SMITH", "FRA"), ("NGUYEN VAN A", "VNM"))
    ]
    assert len(set(holders)) == 2
    assert arriving(street, who).reason == "nationality_missing"
    with acting(PLATFORM):
        assert people.holder_of("414", "", who["doc_number"]) is None
        found = people.search(who["doc_number"], regions=[HERE], limit=5).found
    assert sorted(f.person_id for f in found) == sorted(holders), "the search box finds both"


def test_found_to_be_somebody_on_record_the_document_is_of_their_country(street):
    who = guest(sex="1")
    known = arriving(street, {**who, "nationality": "FRA"}).person_id
    renewed = arriving(street, {**who, "doc_number": "E99887766"})
    assert renewed.reason == "same_person"
    decide(item_of(renewed), decision="same", person_id=known)
    with acting(PLATFORM):
        assert people.holder_of("414", "FRA", "E99887766") == known
    somebody_else = arriving(street, {**who, "doc_number": "E99887755"})
    after = decide(item_of(somebody_else), decision="new")
    assert (after.status, after.reason) == ("waiting", "nationality_missing")
    last = decide(item_of(somebody_else), decision="accept", nationality="BEL")
    assert (last.status, person(last).nationality) == ("applied", "BEL")


@pytest.mark.parametrize("card", [CARD_OF_A_CANADIAN, OLD_CARD])
def test_a_permanent_residence_card_prints_it_in_its_number(street, card):
    assert codes.COUNTRY.column("numeric")["CAN"] == CARD_OF_A_CANADIAN[3:6]
    outcome = arriving(street, guest(doc_type="553", doc_number=card))
    assert (outcome.status, person(outcome).nationality) == ("applied", "CAN")


@pytest.mark.parametrize("kind", ["HMT", "511", "513", "516", "111"])
def test_nobody_else_is_asked(street, kind):
    numbers = {"HMT": "830000199201300022", "511": "12345678", "513": "C12345678"}
    who = guest(doc_type=kind, doc_number=numbers.get(kind, "H12345678"))
    if kind == "111":
        who = {**who, "doc_number": number(77), "birth_date": None}
    outcome = arriving(street, who)
    assert (outcome.status, person(outcome).nationality) == ("applied", "CHN"), outcome.reason


TITLES = ["姓名", "证件类型", "证件号码", "出生日期", "入职日期"]


def test_a_roster_without_that_column_says_so_before_and_holds_the_row(street):
    firm = actor(
        public("13800000109", grants=(("employer", street.firm.party, HERE),)), purpose="employment"
    )
    sender = register.Sender(
        street.firm.party, "employer", street.firm.name, street.firm.party, street.firm.id, HERE
    )
    rows = [
        ["NGUYEN VAN A", "护照", "B1234567", "1990-05-06", "2026-03-01"],
        ["JOHN SMITH", "外国人永久居留身份证", CARD_OF_A_CANADIAN, "1981-08-03", "2026-03-01"],
        ["张三", "身份证", number(78), "", "2026-03-01"],
    ]

    def sent(rows, titles):
        with acting(firm):
            return register.receive(
                delimited([titles, *rows]),
                "roster.csv",
                form="employer-roster",
                sender=sender,
                actor=firm,
                at=street.at,
            )

    view = sent(rows, TITLES)
    assert view.counts["warnings"] == {"nationality_missing": 1}
    assert view.counts["foreseen"]["reasons"] == {"nationality_missing": 1}
    with acting(firm):
        _, done = register.apply_import(view.id, actor=firm, at=street.at)
    assert (done.counts, done.reasons) == (
        {"applied": 2, "waiting": 1},
        {"nationality_missing": 1},
    )
    view = sent([["NGUYEN VAN A", "护照", "B1234567", "", "2026-03-01", "越南"]], [*TITLES, "国籍"])
    with acting(firm):
        assert register.apply_import(view.id, actor=firm, at=street.at)[1].counts == {"applied": 1}
    view = sent(rows, TITLES)
    assert view.counts["foreseen"]["reasons"] == {}, "now they are known"


def test_a_declaration_of_many_rows_finds_each_under_its_own_country(street):
    countries = ["FRA", "VNM", "USA", "CHN"]
    guests = [
        guest(name=f"GUEST {chr(65 + n // 26)}{chr(65 + n % 26)}", birth_date=None)
        for n in range(90)
    ]
    items = [
        {**g, "nationality": countries[n % 4], "kind": "outflow", "start": street.today}
        for n, g in enumerate(guests)
    ]
    common = {"region": HERE, "destination": "广东省深圳市"}
    first = declared([{**i, **common} for i in items], sender=COUNTER).outcomes
    again = declared([{**i, **common, "nationality": None} for i in items], sender=COUNTER).outcomes
    assert {o.status for o in first} == {"applied"}
    assert [o.person_id for o in again] == [o.person_id for o in first]
