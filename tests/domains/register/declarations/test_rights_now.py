"""Merging and revealing ask for the right where the person lives or works now."""

from __future__ import annotations

import pytest

from anju.domains.people import api as people
from anju.domains.people.models import Scope
from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import NotAllowed
from tests.factories import register as town
from tests.factories.staff import actor, staff

pytestmark = pytest.mark.django_db


def test_a_right_where_somebody_only_used_to_live_neither_merges_nor_reveals():
    street = town.Street.built()
    here = actor(staff("chief.here", ("street", town.STREET)), purpose="correction")
    everywhere = actor(staff("chief.city", ("city", "4301")), purpose="correction")
    with acting(here):
        (document, *_) = people.persons([street.resident])[street.resident].documents
        assert people.reveal_number(here, document_id=document.id, purpose="correction", at=now())
    with acting(town.PLATFORM), as_intake_role():
        Scope.objects.filter(person_id=street.resident).update(current=False)
    with acting(here):  # lives nowhere now: where they last lived
        assert people.within_scope_now(here, [street.resident], "person.merge") == {street.resident}
    with acting(town.PLATFORM), as_intake_role():
        Scope.objects.create(person_id=street.resident, scope=town.OTHER_STREET, current=True)
    with acting(here):
        with pytest.raises(NotAllowed, match="merge_elsewhere"):
            register.merge_people(
                street.worker, street.resident, actor=here, reason="同一人", at=now()
            )
        with pytest.raises(NotAllowed):
            people.reveal_number(here, document_id=document.id, purpose="correction", at=now())
    with (
        acting(everywhere),
        pytest.raises(NotAllowed, match="merge_needs_second"),
    ):  # the right holds; one person is too few
        register.merge_people(
            street.worker, street.resident, actor=everywhere, reason="同一人", at=now()
        )
