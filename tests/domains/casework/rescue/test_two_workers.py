"""Two workers of a station at the same moment: one bed, one leaving, one thing given back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from anju.domains.casework.api import rescue
from anju.domains.casework.api.rescue import Departure, Ward, Way
from anju.foundation.errors import Conflict
from tests.domains.casework.rescue.town import Shelter, worker
from tests.factories.register import Street


@pytest.fixture(scope="module")
def shelter(fresh_database, django_db_blocker):
    with django_db_blocker.unblock():
        Street.built()
        yield Shelter.built()
        connection.close()


def both(act) -> list[object]:
    """What two workers are answered who act at once."""
    settings = connection.settings_dict

    def one(user: int) -> object:
        connection.settings_dict = settings
        try:
            return act(worker(user=user)) or "done"
        except Conflict as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(one, (101, 102)), key=str)


def test_a_bed_is_given_to_one_of_two_at_once(shelter):
    bed = shelter.bed(Ward.MEN)
    answers = both(lambda actor: shelter.admitted(bed_id=bed, actor=actor))
    assert answers[1] == "rescue_bed_taken" and isinstance(answers[0], int)


def test_somebody_leaves_once_and_gets_their_things_back_once(shelter):
    stay = shelter.admitted()
    shelter.did(rescue.keep, stay, "身份证一张")
    (thing,) = shelter.seen(stay).property
    back = both(
        lambda actor: shelter.did(rescue.give_back, stay, thing.id, signed_by="本人", actor=actor)
    )
    assert back == ["done", "rescue_returned"]
    left = both(
        lambda actor: shelter.did(rescue.leave, stay, Departure(Way.WORD, signed=True), actor=actor)
    )
    assert left == ["done", "rescue_left"]


def test_two_take_in_the_same_evening_and_get_codes_of_their_own(shelter):
    first, second = both(lambda actor: shelter.admitted(actor=actor))
    codes = {shelter.seen(s).line.code for s in (first, second)}
    assert len(codes) == 2
