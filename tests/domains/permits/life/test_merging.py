"""Several permits of one person become one, and several again when that was a mistake."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from anju.domains.permits.api import life
from anju.domains.permits.data.states import Held
from anju.domains.permits.operations.life import merging
from anju.domains.register import api as register
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotFound, Refused
from tests.factories.held_permits import PLATFORM, active, held
from tests.factories.register import STREET, Street
from tests.factories.staff import actor, staff

pytestmark = pytest.mark.django_db
START = datetime(2025, 3, 10, 2, tzinfo=UTC)


@pytest.fixture
def street():
    return Street.built(at=START)


@pytest.fixture
def police():
    return actor(staff("police01", ("police", STREET)))


def test_by_hand_the_records_and_their_permits_become_one_and_the_older_counts(street, police):
    older = active(street, person=street.worker, at=START)
    newer = active(street, person=street.resident, at=START + timedelta(days=90))
    with acting(police):
        kept = life.merge_permits(newer, older, note="指纹外的材料核对一致", actor=police, at=START + timedelta(days=100))
    assert kept.id == older
    assert (held(older).person_id, held(older).state) == (street.resident, Held.ACTIVE)
    assert (held(newer).state, held(newer).merged_into_id) == (Held.CANCELLED, older)
    with acting(PLATFORM):
        assert life.life_of(newer).turns[-1].reason == "merged"
        assert merging.merge_people(street.resident, street.worker, actor=PLATFORM, at=START) is None, "done once"


def test_taking_the_merge_back_gives_each_their_permit(street, police):
    older = active(street, person=street.worker, at=START)
    newer = active(street, person=street.resident, at=START + timedelta(days=90))
    with acting(PLATFORM):
        entry = register.merge_people(street.resident, street.worker, actor=PLATFORM, reason="同一人", at=START)
        merging.merge_people(street.resident, street.worker, actor=PLATFORM, at=START)
        register.unmerge_people(entry, actor=PLATFORM, at=START)
        merging.unmerge_people(street.resident, street.worker, actor=PLATFORM, at=START + timedelta(days=120))
    assert (held(older).person_id, held(older).state) == (street.worker, Held.ACTIVE)
    assert (held(newer).person_id, held(newer).state) == (street.resident, Held.ACTIVE)
    assert held(newer).merged_into_id is None


def test_a_merge_is_undone_with_the_records_not_alone(street, police):
    older, newer = active(street, person=street.worker), active(street, at=START + timedelta(days=9))
    with acting(police):
        life.merge_permits(newer, older, note="同一人", actor=police, at=START)
        with pytest.raises(Refused, match="undo_not_possible"):
            life.undo_end(newer, note="x", actor=police, at=START)


def test_one_person_has_nothing_to_merge_and_strangers_cannot(street, police):
    permit = active(street)
    with acting(police), pytest.raises(Refused, match="merge_same_person"):
        life.merge_permits(permit, permit, note="x", actor=police, at=START)
    far = actor(staff("far", ("police", "430181100")))
    other = active(street, person=street.worker)
    with acting(far), pytest.raises(NotFound):
        life.merge_permits(permit, other, note="x", actor=far, at=START)
