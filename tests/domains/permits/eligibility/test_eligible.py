"""Entitlements in the register: worked out on news and on their day, the same for everybody who may ask, told once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from anju.domains.people import api as people
from anju.domains.permits.api import eligibility
from anju.domains.permits.api.eligibility import Proven
from anju.domains.permits.handlers import facts_changed
from anju.domains.permits.models import Entitlement, Proof
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.actor import Actor, Grant, system
from anju.foundation.audit.models import Entry
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.errors import NotAllowed, NotFound, Refused
from anju.foundation.events.api import Event
from anju.foundation.notices import api as notices
from tests.factories import register as town
from tests.factories.people import somebody

pytestmark = pytest.mark.django_db
PLATFORM = system("tests")
AT = datetime(2026, 11, 20, 1, tzinfo=UTC)
TODAY = date(2026, 11, 20)
LONG_AGO, LATELY = date(2026, 1, 10), date(2026, 7, 31)
LI = somebody("李来安", 71, area="522101", born=date(1990, 5, 6), phone="13911110071")
WANG = somebody("王新到", 72, area="650106", born=date(1992, 5, 6), phone="13911110072")


def clerk(*regions, permissions=("person.see", "permit.see", "permit.decide")):
    return Actor(
        kind="staff",
        user_id=11,
        label="窗口",
        channel="counter",
        grants=tuple(Grant("counter", frozenset(permissions), region=r) for r in regions),
    )


@pytest.fixture(scope="module")
def street(once):
    return once(town.Street.built, at=AT)


def came(street, who, since, room=2, **more):
    return town.moved_in(
        who,
        street.rooms[room],
        since,
        at=datetime(since.year, since.month, since.day, 2, tzinfo=UTC),
        **more,
    )


def judged(person, actor=PLATFORM, on=TODAY):
    with acting(actor):
        return eligibility.assess([person], on=on, at=AT)[person]


def heard(*events):
    with acting(PLATFORM):
        facts_changed([Event(n, AT, name, payload) for n, (name, payload) in enumerate(events)])


def stored(person):
    with acting(PLATFORM):
        return Entitlement.objects.filter(person_id=person).first()


def test_a_rented_room_of_half_a_year_entitles_with_article_and_source(street):
    person = came(street, LI, LONG_AGO)
    found = judged(person)
    assert (found.entitled, found.entitled_from, found.path, found.ruleset) == (
        True,
        date(2026, 7, 10),
        "home",
        "national",
    )
    assert {f.article for f in found.satisfied} == {"663.2"}
    assert all(f.source.startswith("stay:") for f in found.satisfied)


def test_a_newcomer_reads_the_day_and_it_comes(street):
    person = came(street, WANG, LATELY)
    found = judged(person)
    assert (found.entitled, found.entitled_from) == (False, date(2027, 1, 31))
    assert [(m.code, m.due) for m in found.missing] == [("registered_stay", date(2027, 1, 31))]
    assert judged(person, on=date(2027, 1, 31)).entitled


def test_the_answer_does_not_depend_on_who_asks(street):
    """The first half of the stay lies in another street of the city, out of the clerk's sight."""
    person = town.moved_in(LI, street.far[0], LONG_AGO, at=datetime(2026, 1, 10, 2, tzinfo=UTC))
    came(street, LI, date(2026, 9, 1))
    here = clerk(town.HERE)
    with acting(here):
        assert [s.since for s in register.stays_of([person])] == [date(2026, 9, 1)]
    assert judged(person, here) == judged(person)
    assert judged(person, here).entitled


def test_somebody_out_of_sight_is_answered_like_somebody_unknown(street):
    person = came(street, LI, LONG_AGO)
    stranger = judged(person, clerk("330106"))
    nobody = judged(999_999_999, clerk("330106"))
    assert (stranger.entitled, stranger.missing, stranger.satisfied) == (
        False,
        nobody.missing,
        nobody.satisfied,
    )


def test_news_of_a_fact_recomputes_whom_it_is_about_and_nobody_else(street):
    one, two = came(street, LI, LONG_AGO), came(street, WANG, LATELY, room=3)
    heard(("register.applied", {"declaration": 1, "person": one, "kind": "arrive"}))
    assert stored(one).entitled
    assert stored(two) is None
    heard(
        ("register.applied", {"declaration": 1, "person": two, "kind": "arrive"}),
        ("register.corrected", {"person": one, "fields": ["origin"]}),
    )
    row = stored(two)
    assert (row.entitled, row.entitled_from, row.changes_on) == (
        False,
        date(2027, 1, 31),
        date(2027, 1, 31),
    )


def test_news_that_names_only_a_declaration_or_a_batch_finds_its_people(street):
    receipt = town.declared(
        [
            {
                **LI.item,
                "kind": "arrive",
                "home_code": street.rooms[2].code,
                "region": town.HERE,
                "start": LONG_AGO,
            }
        ],
        at=AT,
    )
    outcome = receipt.outcomes[0]
    heard(
        (
            "register.decided",
            {"review": 1, "declaration": outcome.declaration_id, "decision": "accept"},
        )
    )
    assert stored(outcome.person_id).entitled
    with acting(PLATFORM):
        register.undo(receipt.batch_id, actor=PLATFORM, at=AT)
    heard(("register.undone", {"batch": receipt.batch_id}))
    assert stored(outcome.person_id) is None


def test_who_moves_away_is_not_entitled_any_more(street):
    person = came(street, LI, LONG_AGO)
    heard(("register.applied", {"person": person}))
    town.declared(
        [{**LI.item, "kind": "leave", "region": town.HERE, "end": date(2026, 11, 1)}], at=AT
    )
    heard(("register.applied", {"person": person}))
    assert not stored(person).entitled


def test_on_the_day_itself_nothing_needs_to_happen(street):
    person = came(street, WANG, LATELY)
    heard(("register.applied", {"person": person}))
    before, then = (
        datetime(2027, 1, 29, 18, tzinfo=UTC),
        datetime(2027, 1, 30, 17, tzinfo=UTC),
    )  # the 31st in China
    with acting(PLATFORM):
        assert eligibility.recompute_due(actor=PLATFORM, at=before).people == 0
        assert eligibility.recompute_due(actor=PLATFORM, at=then).changed == 1
        assert eligibility.recompute_due(actor=PLATFORM, at=then).people == 0
    assert stored(person).entitled


def test_everybody_at_once_is_stored_as_one_by_one_and_the_second_time_changes_nothing(street):
    ids = [came(street, LI, LONG_AGO), came(street, WANG, LATELY, room=3)]
    with acting(PLATFORM):
        whole = range(1, people.last_person() + 1)
        first = eligibility.recompute(whole, actor=PLATFORM, at=AT)
        assert eligibility.recompute(whole, actor=PLATFORM, at=AT).changed == 0
        for person in Entitlement.objects.all():
            now = eligibility.assess([person.person_id], on=TODAY, at=AT)[person.person_id]
            assert (person.entitled, person.entitled_from, person.path or None) == (
                now.entitled,
                now.entitled_from,
                now.path,
            )
            assert [f["code"] for f in person.satisfied] == [f.code for f in now.satisfied]
            assert [m["code"] for m in person.missing] == [m.code for m in now.missing]
            assert eligibility.assess_or_stored(person.person_id, on=TODAY, at=AT)[0] == now
    assert first.people >= 2
    assert stored(ids[0]).entitled
    assert not stored(ids[1]).entitled


def test_people_at_home_here_are_not_kept(street):
    person = came(
        street,
        somebody("张本地", 73, area="430103", born=date(1980, 1, 1), phone="13911110073"),
        LONG_AGO,
    )
    heard(("register.applied", {"person": person}))
    assert stored(person) is None


def test_whoever_became_entitled_is_invited_once(street):
    person = came(street, LI, LONG_AGO)
    silent = came(
        street,
        somebody("吴无号", 74, area="522101", born=date(1950, 1, 1), phone=""),
        LONG_AGO,
        room=4,
    )
    heard(("register.applied", {"person": person}), ("register.applied", {"person": silent}))
    with acting(PLATFORM):
        assert eligibility.invite(actor=PLATFORM, at=AT) == 1
        assert eligibility.invite(actor=PLATFORM, at=AT + timedelta(days=1)) == 0
    (message,) = [m for m in notices.recent(to="13911110071") if m.kind == "permits.entitled"]
    assert "居住证" in message.text
    assert "李" not in message.text
    assert (stored(person).invited_by, stored(person).invited_at) == ("phone", AT)
    assert (stored(silent).invited_by, stored(silent).invited_at) == ("nobody", None)
    heard(("register.applied", {"person": person}))
    with acting(PLATFORM):
        assert eligibility.invite(actor=PLATFORM, at=AT) == 0


def test_a_newcomer_is_not_invited_before_the_day(street):
    person = came(street, WANG, LATELY)
    heard(("register.applied", {"person": person}))
    with acting(PLATFORM):
        assert eligibility.invite(actor=PLATFORM, at=AT) == 0


def proved(
    person,
    code="schooling",
    *,
    actor=None,
    source="application:7",
    since=date(2026, 9, 1),
    until=None,
    **more,
):
    actor = actor or clerk(town.STREET)
    with acting(actor):
        return eligibility.prove(
            [Proven(person, code, town.HERE, since, until, **more)],
            source=source,
            actor=actor,
            at=AT,
        )


def test_what_a_paper_proves_counts_with_its_source_and_can_be_taken_back(street):
    person = came(street, LI, LONG_AGO, dwelling="04")
    assert [m.group for m in judged(person).missing] == ["job", "home", "school"]
    assert proved(person) == 1
    assert proved(person) == 0
    found = judged(person)
    assert (found.entitled, found.path, found.entitled_from) == (True, "school", date(2026, 9, 1))
    assert [f.source.split(":")[0] for f in found.satisfied] == ["stay", "proof"]
    with acting(clerk(town.STREET)):
        assert (
            eligibility.withdraw_proofs(source="application:7", actor=clerk(town.STREET), at=AT)
            == 1
        )
    assert not judged(person).entitled
    with acting(PLATFORM):
        assert rows("SELECT count(*) FROM events_event WHERE name = 'permits.proved'")[0][0] == 2
        assert Entry.objects.filter(action="proof.record", person_id=person).count() == 1


def test_a_source_corrects_what_it_said(street):
    person = came(street, LI, LONG_AGO, dwelling="04")
    proved(person, reference="R1")
    assert (
        proved(person, reference="R1", until=date(2026, 9, 10)) == 1
    )  # longer ago than any school holiday
    assert not judged(person).entitled
    with acting(PLATFORM):
        assert Proof.objects.filter(person_id=person, withdrawn_at=None).count() == 1


@pytest.mark.parametrize(
    ("facts", "problem", "code"),
    [
        ({"code": "fame"}, Refused, "proof_unknown"),
        ({"until": date(2026, 8, 1)}, Refused, "proof_period"),
        ({"source": "somebody"}, Refused, "proof_source"),
        ({"actor": clerk("330106")}, NotAllowed, "not_allowed"),
        (
            {"actor": clerk(town.STREET, permissions=("person.see", "permit.see"))},
            NotAllowed,
            "not_allowed",
        ),
    ],
)
def test_proofs_that_prove_nothing_are_refused(street, facts, problem, code):
    person = came(street, LI, LONG_AGO)
    with pytest.raises(problem) as said:
        proved(person, **facts)
    assert said.value.code == code


def test_nobody_proves_something_about_people_out_of_sight(street):
    with pytest.raises(NotFound):
        proved(999_999_999)


def test_stored_answers_are_seen_where_the_person_lives_and_by_themselves(street):
    person = came(street, LI, LONG_AGO)
    heard(("register.applied", {"person": person}))
    self = Actor(kind="public", user_id=5, person_id=person, grants=())
    for actor, seen in (
        (clerk(town.HERE), True),
        (clerk(town.NEXT_DOOR), False),
        (self, True),
        (clerk("33"), False),
    ):
        with acting(actor):
            assert (person in eligibility.stored([person])) is seen
            assert (Proof.objects.filter(person_id=person).exists()) is False


def test_an_employer_adds_the_job_as_a_way(street):
    person = came(street, LI, LONG_AGO, dwelling="04")
    firm = street.firm
    town.declared(
        [{**LI.item, "kind": "hire", "employer_code": firm.code, "start": date(2026, 10, 1)}],
        sender=Sender(
            firm.party,
            "employer",
            firm.name,
            party=firm.party,
            employer_id=firm.id,
            region=town.HERE,
        ),
        at=AT,
    )
    found = judged(person)
    assert (found.entitled, found.path) == (True, "job")
