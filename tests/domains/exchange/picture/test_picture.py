"""The integrated picture: each field by its dated rule, as a naive reading has it; contradictions wait for a person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from bench.pictures import differing
from hypothesis import given, settings
from hypothesis import strategies as st

from anju.domains.exchange.api import picture
from anju.domains.exchange.api.picture import Candidate
from anju.domains.exchange.handlers import look_for_contradictions
from anju.domains.exchange.picture.models import PictureTicket
from anju.domains.exchange.picture.queries import sources
from anju.domains.exchange.picture.rules.choosing import composed
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.events.api import Event
from tests.factories.register import HERE, PLATFORM, RESIDENT, Street

DAY = date(2026, 11, 30)
SOURCES = ("record", "register", "lease", "permit", "police", "counter", "landlord", "unheard")


@st.composite
def candidates(draw):
    found = draw(
        st.lists(
            st.tuples(
                st.sampled_from(tuple(picture.definitions())),
                st.sampled_from(SOURCES),
                st.integers(-2500, 3),
                st.sampled_from(("", "a", "b", "c")),
            ),
            max_size=25,
        )
    )
    return [Candidate(f, s, DAY + timedelta(days=d), v) for f, s, d, v in found]


@settings(max_examples=600, deadline=None)
@given(candidates(), st.dates(date(2014, 1, 1), date(2027, 12, 31)))
def test_every_field_is_what_a_naive_reading_of_its_rule_chooses(found, day):
    one = composed(1, found, day, dict(picture.definitions()))
    assert differing(one) == []
    assert composed(1, reversed(found), day, dict(picture.definitions())) == one


def test_a_rule_holds_from_its_day_on():
    old = Candidate("home", "lease", date(2025, 6, 1), "1")
    new = Candidate("home", "register", date(2024, 6, 1), "2")
    by_day = {
        day: {f.field: f for f in composed(1, [old, new], day, dict(picture.definitions())).fields}
        for day in (date(2025, 12, 31), date(2026, 1, 1))
    }
    assert [f["home"].chosen.value for f in by_day.values()] == ["2", "1"]


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def shown(person, actor=PLATFORM):
    with acting(actor):
        found, tickets = picture.picture(person, actor=actor, at=now())
    return {f.field: f for f in found.fields}, tickets


def office(region, *permissions):
    may = frozenset({"person.see", "review.decide", *permissions})
    return Actor("staff", 7, "窗口", (Grant("counter", may, region=region),))


class TestAPersonOfTheRegister:
    def test_has_home_employer_and_name_with_their_sources(self, street):
        fields, _ = shown(street.resident)
        assert fields["name"].chosen.value == RESIDENT.name
        assert fields["name"].chosen.source == "record"
        assert {c.source for c in fields["name"].candidates} == {"record", "landlord"}
        assert fields["home"].chosen.source == "register"
        assert fields["home"].chosen.words
        worker, _ = shown(street.worker)
        assert worker["employer"].chosen.words

    def test_everybody_of_a_street_is_computed_equal_by_the_naive_reading(self, street):
        with acting(PLATFORM):
            everybody = [r[0] for r in rows("SELECT id FROM people_person")]
            found = picture.pictures(everybody, day=street.today)
        assert len(found) == len(everybody)
        assert [d for one in found.values() for d in differing(one)] == []

    def test_a_department_joins_by_one_function(self, street, monkeypatch):
        def police(persons, day):
            return {p: [Candidate("sex", "police", street.today, "2")] for p in persons}

        monkeypatch.setattr(sources, "_sources", {"police": police})
        fields, _ = shown(street.resident)
        assert Candidate("sex", "police", street.today, "2") in fields["sex"].candidates

    def test_is_out_of_sight_elsewhere_and_the_reading_is_recorded(self, street):
        elsewhere = office("510823")
        with pytest.raises(NotFound):
            shown(street.resident, elsewhere)
        shown(street.resident, office(HERE))
        with acting(PLATFORM):
            found = rows(
                "SELECT count(*) FROM audit_entry WHERE person_id = %s AND action = 'picture.one'",
                [street.resident],
            )
        assert found[0][0] >= 1


class TestAContradiction:
    @pytest.fixture
    def differs(self, street, monkeypatch):
        def police(persons, day):
            return {
                p: [Candidate("birth_date", "police", street.today, "1901-01-01")]
                for p in persons
                if p == street.resident
            }

        monkeypatch.setattr(sources, "_sources", {"police": police})
        self.refresh(street)
        with acting(PLATFORM):
            return PictureTicket.objects.get(person_id=street.resident, field="birth_date").pk

    def refresh(self, street):
        payload = {"declarations": [0], "persons": [street.resident], "kinds": ["arrive"]}
        look_for_contradictions([Event(1, now(), "register.applied", payload)])

    def state(self, ticket):
        with acting(PLATFORM):
            return PictureTicket.objects.get(pk=ticket).state

    def test_is_one_ticket_however_often_it_is_seen_and_has_a_term(self, street, differs):
        self.refresh(street)
        with acting(PLATFORM):
            (one,) = PictureTicket.objects.filter(person_id=street.resident, field="birth_date")
            listed, total = picture.tickets(actor=office(HERE), at=now(), limit=9)
        assert one.due - one.opened_on == timedelta(days=15)
        assert total == len(listed) == 1

    def test_is_answered_once_with_what_was_found(self, street, differs):
        actor = office(HERE)
        with acting(actor):
            for decision, note, code in (
                ("", "x", "ticket_decision"),
                ("corrected", " ", "ticket_note"),
            ):
                with pytest.raises(Refused, match=code):
                    picture.close_ticket(differs, decision, note, actor=actor, at=now())
            done = picture.close_ticket(differs, "source_asked", "证件为准", actor=actor, at=now())
            assert done.note == "证件为准"
            with pytest.raises(Conflict):
                picture.close_ticket(differs, "corrected", "又", actor=actor, at=now())
        self.refresh(street)
        assert self.state(differs) == "closed"

    def test_goes_when_the_sources_agree_again(self, street, differs, monkeypatch):
        monkeypatch.setattr(sources, "_sources", {})
        self.refresh(street)
        assert self.state(differs) == "gone"

    def test_is_answered_only_by_its_own_office(self, street, differs):
        elsewhere = office("510823")
        with acting(elsewhere), pytest.raises(NotFound):
            picture.close_ticket(differs, "corrected", "x", actor=elsewhere, at=now())
        reader = Actor("staff", 8, "读", (Grant("leader", frozenset({"person.see"}), region=HERE),))
        with acting(reader), pytest.raises(NotAllowed):
            picture.close_ticket(differs, "corrected", "x", actor=reader, at=now())
