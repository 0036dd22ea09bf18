"""The demo town's residence permits: every state is there, the figures add up, and entering them again
changes nothing."""

from __future__ import annotations

from collections import Counter

import pytest

from anju.demo.divisions import TOWN
from anju.demo.load import permits as demo_permits
from anju.demo.load.permit_staff import PARTS, cast
from anju.domains.access import api as access
from anju.domains.people import api as people
from anju.domains.permits import api as permits
from anju.domains.permits.api import applications, eligibility, lifecycle
from anju.domains.permits.api.applications import ApplicationState, Stage
from anju.domains.permits.api.lifecycle import PermitState
from anju.foundation.actor import system
from anju.foundation.clock import local_date, now
from anju.foundation.credentials import permit_code
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.keystore import api as keystore

pytestmark = pytest.mark.town
WHO = system("test")


@pytest.fixture(scope="module")
def entered(town):
    """The permits, entered into this module's copy of the town."""
    at = now()
    return at, demo_permits.enter(town.plan, town.ground, at=at)


@pytest.fixture
def inside(town, entered):
    """The town with its permits, inside a transaction that sees everything."""
    with acting(WHO):
        yield town


def states(table: str) -> Counter[str]:
    return Counter(dict(rows(f"SELECT state, count(*) FROM {table} GROUP BY 1")))


def test_every_part_is_played_by_somebody_and_nobody_plays_two(town):
    roles = cast(town.plan)
    assert {r.part for r in roles} == {p.name for p in PARTS}
    assert len({r.doc_number for r in roles}) == len(roles)


@pytest.mark.long
def test_there_are_permits_and_applications_in_every_state(inside):
    held, asked = states("permits_permit"), states("permits_application")
    assert set(held) == {s.value for s in PermitState} - {
        PermitState.EXPIRED
    }  # no rule of Hunan sets a term
    assert set(asked) == {s.value for s in ApplicationState} - {ApplicationState.LAPSED}
    desks = dict(
        rows("SELECT stage, count(*) FROM permits_application WHERE state = 'deciding' GROUP BY 1")
    )
    assert set(desks) == {s.value for s in Stage}


def test_the_figures_add_up(inside, entered):
    at, done = entered
    asked, held = states("permits_application"), states("permits_permit")
    assert sum(asked.values()) == done.played
    assert asked[ApplicationState.APPROVED] == sum(held.values())
    pages = {
        s: lifecycle.permits_page(
            [TOWN], show=s.value, today=local_date(at), limit=1, offset=0
        ).total
        for s in PermitState
    }
    assert {s.value: n for s, n in pages.items() if n} == dict(held)


def test_some_endorsements_are_due_and_some_applications_nearly_late(inside, entered):
    at, _ = entered
    assert (
        lifecycle.permits_page([TOWN], show="due", today=local_date(at), limit=1, offset=0).total
        >= 1
    )
    assert (
        rows(
            "SELECT count(*) FROM permits_application WHERE state = 'deciding' AND due_at > %s "
            "AND due_at < %s + interval '3 days'",
            [at, at],
        )[0][0]
        >= 1
    )


def test_one_batch_left_and_another_waits_for_its_release(inside):
    found, total = lifecycle.batches(limit=9)
    assert (total, [b.status for b in found]) == (2, ["open", "exported"])
    assert all(b.counts["cards"] >= 1 for b in found)


def test_refused_applications_name_their_reasons(inside):
    assert rows(
        "SELECT count(*) FROM permits_decision WHERE decision = 'refuse' AND (reasons = '{}' OR note = '')"
    ) == [(0,)]


def test_the_key_was_made_by_one_administrator_and_approved_by_another(inside):
    (asked,) = keystore.requests(WHO)
    assert asked.decision == "approve"
    assert asked.asked_label != asked.decided_label


def test_the_resident_who_signs_in_shows_an_active_permit_with_a_photograph(town, entered):
    with acting(WHO):
        account = access.user_by_phone(WHO, phone=town.sign_in("resident").user)
        actor = access.actor_for(account.id, at=now())
    with acting(actor):
        permit, _, state = permits.held_by(actor.person_id)
        assert state == PermitState.ACTIVE
        assert lifecycle.cards_of(permit)[0].has_photo
        text = permits.live(permit_id=permit, show=["name"], actor=actor, at=now()).text
    published = {key.kid: key for _, key in keystore.public_keys()}
    assert permit_code.read(text, published.get).claims["name"] == town.sign_in("resident").name


def test_another_is_entitled_and_has_not_applied(inside):
    number = inside.plan.staff.filter(inside.plan.staff["username"] == "applicant")["party"][
        0
    ].removeprefix("person:")
    person = people.by_citizen_numbers([number])[number]
    found = eligibility.stored([person])[person]
    assert found.entitled
    assert not applications.of_person([person])


def test_some_were_invited_and_none_of_them_holds_or_asks_for_a_permit(inside):
    assert rows("SELECT count(*) FROM permits_entitlement WHERE invited_by = 'phone'")[0][0] >= 1
    assert rows(
        "SELECT count(*) FROM permits_entitlement e JOIN permits_permit p USING (person_id) "
        "WHERE e.invited_by <> '' AND p.state IN ('active', 'in_making', 'suspended', 'lost')"
    ) == [(0,)]


def test_entering_them_again_changes_nothing(town, entered):
    at, _ = entered

    def figures() -> list[tuple[int, ...]]:
        with acting(WHO):
            return rows(
                "SELECT (SELECT count(*) FROM permits_application), (SELECT count(*) FROM permits_permit_event), "
                "(SELECT count(*) FROM permits_card), (SELECT count(*) FROM keystore_key), "
                "(SELECT count(*) FROM permits_entitlement WHERE invited_by <> '')"
            )

    before = figures()
    assert demo_permits.enter(town.plan, town.ground, at=at).played == 0
    assert figures() == before
