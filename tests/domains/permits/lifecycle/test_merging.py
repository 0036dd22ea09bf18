"""Several permits of one person become one, and several again when that was a mistake."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from anju.domains.people import api as people
from anju.domains.permits.api import lifecycle
from anju.domains.permits.lifecycle.operations import merging
from anju.domains.permits.models import Credential, Permit, StatusList
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import run
from anju.foundation.errors import NotFound, Refused
from tests.factories.held_permits import PLATFORM, active, held
from tests.factories.register import STREET, Street
from tests.factories.staff import actor, signed_in, staff

pytestmark = pytest.mark.django_db
START = datetime(2025, 3, 10, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built, at=START)


@pytest.fixture
def police():
    return actor(staff("police01", ("police", STREET)))


def agreeing(street):
    """Let the worker's record say of the person nothing else than the resident's."""
    with acting(PLATFORM), as_intake_role():
        run("UPDATE people_person SET birth_date = NULL WHERE id = %s", [street.worker])
        run("UPDATE people_document SET live = false WHERE person_id = %s", [street.worker])


def test_by_hand_the_records_and_their_permits_become_one_and_the_older_counts(street, police):
    older = active(street, person=street.worker, at=START)
    newer = active(street, person=street.resident, at=START + timedelta(days=90))
    agreeing(street)
    with acting(police):
        kept = lifecycle.merge_permits(
            newer, older, note="指纹外的材料核对一致", actor=police, at=START + timedelta(days=100)
        )
    assert kept.id == older
    assert (held(older).person_id, held(older).state) == (street.resident, PermitState.ACTIVE)
    assert (held(newer).state, held(newer).merged_into_id) == (PermitState.CANCELLED, older)
    with acting(PLATFORM):
        assert lifecycle.life_of(newer).transitions[-1].reason == "merged"
        assert (
            merging.merge_people(street.resident, street.worker, actor=PLATFORM, at=START) is None
        ), "done once"


def test_taking_the_merge_back_gives_each_their_permit(street, police):
    older = active(street, person=street.worker, at=START)
    newer = active(street, person=street.resident, at=START + timedelta(days=90))
    with acting(PLATFORM):
        entry = register.merge_people(
            street.resident, street.worker, actor=PLATFORM, reason="同一人", at=START
        )
        merging.merge_people(street.resident, street.worker, actor=PLATFORM, at=START)
        register.unmerge_people(entry, actor=PLATFORM, at=START)
        merging.unmerge_people(
            street.resident, street.worker, actor=PLATFORM, at=START + timedelta(days=120)
        )
    assert (held(older).person_id, held(older).state) == (street.worker, PermitState.ACTIVE)
    assert (held(newer).person_id, held(newer).state) == (street.resident, PermitState.ACTIVE)
    assert held(newer).merged_into_id is None


def test_the_permit_of_the_city_lived_in_is_kept_though_it_is_the_younger(street):
    older = active(street, person=street.worker, at=START)
    newer = active(street, person=street.resident, at=START + timedelta(days=90))
    with acting(PLATFORM), as_intake_role():
        Permit.objects.filter(id=older).update(region="110105013014", issuer="110105013000")
    with acting(PLATFORM):
        register.merge_people(
            street.resident, street.worker, actor=PLATFORM, reason="同一人", at=START
        )
        assert (
            merging.merge_people(street.resident, street.worker, actor=PLATFORM, at=START) == newer
        )
    assert (held(newer).state, held(older).state) == (PermitState.ACTIVE, PermitState.CANCELLED)


def test_card_and_wallet_credential_come_back_with_unmerging(street):
    from anju.domains.permits.handlers import permit_changed
    from anju.foundation.events.models import Event

    active(street, person=street.worker, at=START)
    newer = active(street, person=street.resident, at=START + timedelta(days=90))
    with acting(PLATFORM), as_intake_role():
        statuses = StatusList.objects.create(
            code="t", region="4301", size=64, bits=b"", created_at=START
        )
        credential = Credential.objects.create(
            permit_id=newer,
            status_list=statuses,
            index=1,
            key="k",
            issued_at=START,
            expires_at=START + timedelta(days=365),
        )
    with acting(PLATFORM):
        entry = register.merge_people(
            street.resident, street.worker, actor=PLATFORM, reason="同一人", at=START
        )
        merging.merge_people(street.resident, street.worker, actor=PLATFORM, at=START)
        for event in Event.objects.filter(name="permits.turned", payload__permit=newer):
            permit_changed(event)
        assert [c.status for c in lifecycle.cards_of(newer)] == ["void"]
        register.unmerge_people(entry, actor=PLATFORM, at=START)
        merging.unmerge_people(street.resident, street.worker, actor=PLATFORM, at=START)
        assert [c.status for c in lifecycle.cards_of(newer)] == ["made"]
        assert Credential.objects.get(id=credential.pk).revoked_at is None


def test_a_merge_is_undone_with_the_records_not_alone(street, police):
    older, newer = (
        active(street, person=street.worker),
        active(street, at=START + timedelta(days=9)),
    )
    agreeing(street)
    with acting(police):
        lifecycle.merge_permits(newer, older, note="同一人", actor=police, at=START)
        with pytest.raises(Refused, match="undo_not_possible"):
            lifecycle.undo_end(newer, note="x", actor=police, at=START)


def test_permits_of_contradicting_records_follow_once_a_second_person_has_approved(street, police):
    older, newer = (
        active(street, person=street.worker),
        active(street, at=START + timedelta(days=9)),
    )
    client = signed_in(police.user_id)
    form = {"other": held(older).number, "note": "原件核对一致"}
    assert client.post(reverse("office:permit_act", args=[newer, "merge"]), form).status_code == 302
    assert (held(older).state, held(newer).state) == (PermitState.ACTIVE, PermitState.ACTIVE)
    second = actor(staff("police02", ("police", STREET)))
    with acting(second):
        (asked,) = people.waiting_merges()
        assert (asked.kept_id, asked.other_id, asked.reason) == (
            street.resident,
            street.worker,
            "原件核对一致",
        )
        register.decide_merge(asked.id, approve=True, actor=second, at=now())
    with acting(PLATFORM):
        assert (
            merging.merge_people(street.resident, street.worker, actor=PLATFORM, at=now()) == older
        )
    assert (held(older).person_id, held(newer).state) == (street.resident, PermitState.CANCELLED)


def test_one_person_has_nothing_to_merge_and_strangers_cannot(street, police):
    permit = active(street)
    with acting(police), pytest.raises(Refused, match="merge_same_person"):
        lifecycle.merge_permits(permit, permit, note="x", actor=police, at=START)
    far = actor(staff("far", ("police", "430181100")))
    other = active(street, person=street.worker)
    with acting(far), pytest.raises(NotFound):
        lifecycle.merge_permits(permit, other, note="x", actor=far, at=START)


def test_a_departments_feed_that_names_a_merged_record_is_taken_for_the_kept_one(street):
    from anju.domains.permits.api import eligibility
    from anju.domains.permits.models import Proof

    fact = eligibility.Proven(
        person_id=street.worker,
        code="insurance",
        region="4301",
        since=date(2025, 1, 1),
        until=None,
        reference="n1",
    )
    also = eligibility.Proven(
        person_id=street.child,
        code="schooling",
        region="4301",
        since=date(2025, 1, 1),
        until=None,
        reference="n2",
    )
    with acting(PLATFORM):
        assert (
            eligibility.prove([fact], source="department:insurance", actor=PLATFORM, at=START) == 1
        )
        entry = register.merge_people(
            street.resident, street.worker, actor=PLATFORM, reason="同一人", at=START
        )
        assert Proof.objects.get(reference="n1").person_id == street.resident
        assert (
            eligibility.prove([fact, also], source="department:insurance", actor=PLATFORM, at=START)
            == 1
        ), "n1 is known"
        register.unmerge_people(entry, actor=PLATFORM, at=START)
        assert Proof.objects.get(reference="n1").person_id == street.worker
        with pytest.raises(NotFound, match="person_unknown"):
            eligibility.prove(
                [
                    eligibility.Proven(
                        person_id=10**9,
                        code="insurance",
                        region="4301",
                        since=date(2025, 1, 1),
                        until=None,
                        reference="n3",
                    )
                ],
                source="department:insurance",
                actor=PLATFORM,
                at=START,
            )
