"""A clerk of one street never learns from an answer whether a person in another exists (docs/decisions/0008)."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import polars as pl
import pytest

from anju.domains.people import api as people
from anju.domains.register import api as register
from anju.domains.register.declarations.data.declarations import BEING_CHECKED, Sender
from anju.foundation.actor import Actor, Grant
from anju.foundation.audit import api as audit
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.errors import AnjuError, NotAllowed, NotFound
from tests.factories.register import HERE, PLATFORM, RESIDENT, STRANGER, Street, declared, somebody

pytestmark = pytest.mark.django_db
CLERK_RIGHTS = frozenset(
    {
        "person.see",
        "person.reveal",
        "declare",
        "review.decide",
        "import.run",
        "import.apply",
        "person.merge",
    }
)
NOBODY_KNOWS = somebody("陌生人", 7, area="430181")


def staff(region, user=501, rights=CLERK_RIGHTS):
    grant = Grant(
        role="counter",
        permissions=rights,
        region=region,
        purposes=frozenset({"register", "service"}),
    )
    return Actor(
        kind="staff", user_id=user, label=f"clerk of {region}", grants=(grant,), purpose="register"
    )


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def clerk():
    return staff(HERE[:9])


DESK = Sender("user:501", "counter", "窗口", region=HERE)


def said(clerk, who, **more):
    return declared([{**who.item, "region": HERE, **more}], sender=DESK, actor=clerk).outcomes[0]


def answer(outcome):
    """What a sender can read: everything but the running number of the declaration."""
    return outcome.status, outcome.reason, outcome.person_id, outcome.home_id


class TestDeclaring:
    def test_an_arrival_is_answered_alike_whether_the_number_is_known_elsewhere_or_not(
        self, street, clerk
    ):
        day, home = street.today, street.rooms[3]
        known = said(clerk, STRANGER, kind="arrive", home_code=home.code, start=day)
        unknown = said(clerk, NOBODY_KNOWS, kind="arrive", home_code=home.code, start=day)
        assert answer(known)[:2] == answer(unknown)[:2] == ("applied", "")
        with acting(clerk):
            view = people.persons([known.person_id])[known.person_id]
            stays = register.stays_of([known.person_id])
        assert view.name == STRANGER.name
        assert [s.home_id for s in stays] == [home.id], (
            "the earlier stay in another street stays out of sight"
        )

    @pytest.mark.parametrize("kind", ["leave", "dismiss"])
    @pytest.mark.parametrize("name", [STRANGER.name, "别的名"])
    def test_ending_something_of_somebody_elsewhere_is_answered_as_for_nobody(
        self, street, clerk, kind, name
    ):
        more = {"employer_code": street.firm.code} if kind == "dismiss" else {}
        known = said(
            clerk, dataclasses.replace(STRANGER, name=name), kind=kind, end=street.today, **more
        )
        unknown = said(clerk, NOBODY_KNOWS, kind=kind, end=street.today, **more)
        assert answer(known) == answer(unknown)
        assert known.status == "refused"
        with acting(staff("", rights=CLERK_RIGHTS)):
            assert register.stays_of([street.stranger])[0].until is None

    def test_an_employer_cannot_end_a_stay_outside_its_rooms(self, street):
        firm = street.firm
        actor = Actor(
            kind="public",
            user_id=9,
            grants=(Grant("employer", frozenset({"person.see", "declare"}), party=firm.party),),
        )
        sender = Sender(
            firm.party,
            "employer",
            firm.name,
            party=firm.party,
            employer_id=firm.id,
            region=firm.region,
        )
        for who in (RESIDENT, NOBODY_KNOWS):
            outcome = declared(
                [{**who.item, "kind": "leave", "end": street.today}], sender=sender, actor=actor
            ).outcomes[0]
            assert (
                answer(outcome)[:3] == ("refused", "stay_not_open", None)
                or outcome.person_id is None
                or outcome.status == "refused"
            )
        with acting(staff("")):
            assert register.stays_of([street.resident])[-1].until is None

    def test_a_number_on_file_elsewhere_under_another_name_is_only_being_checked(
        self, street, clerk
    ):
        liar = dataclasses.replace(STRANGER, name="赵不同")
        outcome = said(
            clerk, liar, kind="arrive", home_code=street.rooms[3].code, start=street.today
        )
        assert answer(outcome)[:3] == ("waiting", BEING_CHECKED, None)
        with acting(clerk):
            assert register.waiting_in([HERE[:9]], at=street.at + timedelta(days=30)) == []
            assert rows("SELECT count(*) FROM register_review")[0][0] == 0
            mine = [
                d for d in register.declared_by(DESK.source) if d["id"] == outcome.declaration_id
            ]
            assert (mine[0]["reason"], mine[0]["question"]) == (BEING_CHECKED, None)
        county = staff(HERE[:6], user=77)
        with acting(county):
            (question,) = register.waiting_in([HERE[:6]], at=street.at + timedelta(days=30))
        assert (question.kind, question.region) == ("same_person", HERE[:6])
        assert question.facts["candidates"] == [street.stranger]
        with acting(clerk):
            wrong = refusal(
                lambda: register.decide(
                    question.id, decision="refuse", actor=clerk, at=street.at, note="x"
                )
            )
            absent = refusal(
                lambda: register.decide(
                    10**9, decision="refuse", actor=clerk, at=street.at, note="x"
                )
            )
        assert (
            (wrong.code, type(wrong)) == (absent.code, type(absent)) == ("review_unknown", NotFound)
        )

    def test_in_the_own_street_the_reason_is_plain(self, street, clerk):
        other = dataclasses.replace(RESIDENT, name="赵不同")
        outcome = said(
            clerk, other, kind="arrive", home_code=street.rooms[3].code, start=street.today
        )
        assert (outcome.status, outcome.reason) == ("waiting", "name_differs")

    def test_a_contradiction_with_a_stay_elsewhere_is_only_being_checked(self, street, clerk):
        outcome = said(
            clerk,
            STRANGER,
            kind="arrive",
            home_code=street.rooms[3].code,
            start=street.today - timedelta(days=300),
        )
        assert answer(outcome)[:3] == ("waiting", BEING_CHECKED, None)
        with acting(clerk):
            assert people.persons([street.stranger]) == {}


def refusal(action):
    with pytest.raises(AnjuError) as caught:
        action()
    return caught.value


class TestAbsentAndInvisible:
    """Asked for somebody out of sight, every door answers as for nobody."""

    def test_queries(self, street, clerk):
        with acting(clerk):
            for ask in (
                lambda p: people.persons([p]),
                lambda p: register.stays_of([p]),
                lambda p: register.jobs_of([p]),
                people.relatives,
                audit.reads_of,
                lambda p: people.phones([p]),
            ):
                assert ask(street.stranger) == ask(10**9) != {0: 0}
            assert people.search(STRANGER.doc_number, regions=("",)) == people.search(
                NOBODY_KNOWS.doc_number, regions=("",)
            )
            assert people.search(STRANGER.name, regions=("",)).count == 0
            assert register.occupants([street.far[0].id], as_of=street.today) == []
            assert register.history_of_home(street.far[0].id) == []

    def test_merging(self, street, clerk):
        with acting(clerk):
            hidden = refusal(
                lambda: register.merge_people(
                    street.resident, street.stranger, actor=clerk, reason="x", at=street.at
                )
            )
            absent = refusal(
                lambda: register.merge_people(
                    street.resident, 10**9, actor=clerk, reason="x", at=street.at
                )
            )
        assert (type(hidden), hidden.code) == (type(absent), absent.code)

    def test_taking_back_a_merge(self, street, clerk):
        with acting(PLATFORM):
            entry = register.merge_people(
                street.resident, street.stranger, actor=PLATFORM, reason="x", at=street.at
            )
        far = staff("440306", user=8)
        with acting(far):
            hidden = refusal(lambda: register.unmerge_people(entry, actor=far, at=street.at))
            absent = refusal(lambda: register.unmerge_people(10**9, actor=far, at=street.at))
        assert (type(hidden), hidden.code) == (type(absent), absent.code)

    @pytest.mark.parametrize(
        "action", ["undo", "preview", "mend", "apply_import", "problems_workbook"]
    )
    def test_batches(self, street, clerk, action):
        with acting(staff("")):
            batch = rows("SELECT id FROM register_batch WHERE source = 'user:0'")[0][0]

        def ask(number):
            calls = {
                "undo": lambda: register.undo(number, actor=clerk, at=street.at),
                "preview": lambda: _with_actor(register.preview, number, clerk, street.at),
                "mend": lambda: register.correct_rows(number, actor=clerk, at=street.at),
                "apply_import": lambda: register.apply_import(number, actor=clerk, at=street.at),
                "problems_workbook": lambda: _with_actor(
                    register.problems_workbook, number, clerk, street.at
                ),
            }
            return refusal(calls[action])

        with acting(clerk):
            hidden, absent = ask(batch), ask(10**9)
        assert (type(hidden), hidden.code) == (type(absent), absent.code)
        with acting(staff("")):
            assert rows("SELECT state FROM register_batch WHERE id = %s", [batch]) == [("applied",)]


def _with_actor(function, number, actor, at):
    """These take an actor where the register asks who may touch a batch."""
    more = {"sentence": str} if function is register.problems_workbook else {}
    if (
        "actor"
        in function.__code__.co_varnames[
            : function.__code__.co_argcount + function.__code__.co_kwonlyargcount
        ]
    ):
        more["actor"] = actor
    return function(number, at=at, **more)


class TestRevealing:
    def document(self, person):
        with acting(staff("")):
            return people.persons([person])[person].documents[0].id

    def test_shows_the_number_and_leaves_a_line_the_person_can_read(self, street, clerk):
        document = self.document(street.resident)
        with acting(clerk):
            shown = people.reveal_number(
                clerk, document_id=document, purpose="service", at=street.at
            )
        assert shown == RESIDENT.doc_number
        own = Actor(kind="public", user_id=3, person_id=street.resident)
        with acting(own):
            line = audit.reads_of(street.resident)[0]
        assert (line.kind, line.purpose, line.fields) == (
            audit.Kind.REVEAL,
            "service",
            ("document.number",),
        )

    def test_shows_the_phone(self, street, clerk):
        with acting(clerk):
            assert (
                people.reveal_phone(
                    clerk, person_id=street.resident, purpose="register", at=street.at
                )
                == RESIDENT.phone
            )

    def test_asks_a_purpose_that_the_grant_serves(self, street, clerk):
        document = self.document(street.resident)
        with acting(clerk):
            for purpose in ("", "statistics", "curiosity"):
                with pytest.raises(NotAllowed, match="purpose_not_held"):
                    people.reveal_number(clerk, document_id=document, purpose=purpose, at=street.at)

    def test_out_of_sight_and_absent_are_one(self, street, clerk):
        document = self.document(street.stranger)
        with acting(clerk):
            hidden = refusal(
                lambda: people.reveal_number(
                    clerk, document_id=document, purpose="service", at=street.at
                )
            )
            absent = refusal(
                lambda: people.reveal_number(
                    clerk, document_id=10**9, purpose="service", at=street.at
                )
            )
            assert (type(hidden), hidden.code) == (type(absent), absent.code)
            hidden = refusal(
                lambda: people.reveal_phone(
                    clerk, person_id=street.stranger, purpose="service", at=street.at
                )
            )
            absent = refusal(
                lambda: people.reveal_phone(clerk, person_id=10**9, purpose="service", at=street.at)
            )
            assert (type(hidden), hidden.code) == (type(absent), absent.code)

    def test_a_right_in_one_place_shows_nothing_of_people_seen_through_another(self, street):
        """A landlord sees the tenant but reveals only what is the landlord's own."""
        landlord = Grant(
            "landlord",
            frozenset({"person.see"}),
            party=street.holder,
            purposes=frozenset({"tenancy"}),
        )
        own = Grant(
            "resident",
            frozenset({"person.see", "person.reveal"}),
            party="person:424242",
            purposes=frozenset({"own"}),
        )
        actor = Actor(kind="public", user_id=4, person_id=424242, grants=(landlord, own))
        document = self.document(street.resident)
        with acting(actor):
            assert street.resident in people.persons([street.resident])
            with pytest.raises(NotAllowed, match="not_allowed"):
                people.reveal_number(actor, document_id=document, purpose="own", at=street.at)


def test_a_roster_does_not_say_who_is_known_elsewhere(street):
    """Neither by an id of a newcomer nor by the figure of doubtful rows."""
    from anju.domains.register.imports.queries import compare
    from anju.domains.register.intake.operations.declare import standard
    from anju.foundation.db.scope import as_intake_role

    rows_ = [
        {**STRANGER.item, "row": 1},
        {**dataclasses.replace(STRANGER, name="赵不同").item, "row": 2},
        {**NOBODY_KNOWS.item, "row": 3},
    ]
    items = standard(pl.DataFrame(rows_)).with_columns(
        pl.lit(None, dtype=pl.Int64).alias("home_id"),
        pl.lit(value=False).alias("named_home"),
        pl.lit("hire").alias("kind"),
    )
    with acting(staff("")), as_intake_role():
        compared = compare(items, employer_id=street.firm.id, as_of=street.today)
    assert [m.person_id for m in compared.joined] == [None, None, None]
    assert compared.doubtful == 0
