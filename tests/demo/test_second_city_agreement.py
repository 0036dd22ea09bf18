"""The demo's agreement between two places: proposed, signed by both, a service day reported; and one that waits."""

from __future__ import annotations

import pytest

from anju.demo import second_city
from anju.demo.load.base_data import FOUNDER
from anju.demo.second_city import FIRST, SECOND, Offer, agreement
from anju.domains.access import api as access
from anju.domains.exchange.api import cooperation, links
from anju.domains.exchange.api.cooperation import Stage
from anju.foundation.actor import system
from anju.foundation.clock import local_date, now
from anju.foundation.credentials.signing import to_base64url
from anju.foundation.db.scope import acting
from tests.factories.exchange import Remote, carry

WHO = system("test")


@pytest.fixture
def city(db):
    """Offices that act for either town here."""
    accounts = second_city.city(at=now())
    with acting(FOUNDER):
        for name, region in (("city", "4301"), ("district", FIRST.code)):
            user = accounts[name].user_id
            access.grant(FOUNDER, user_id=user, role=name, region=region, at=now())
    return accounts


@pytest.fixture
def there(city):
    """The second city as the demo town sees it."""
    second_city.offer(FIRST, "http://localhost:8420", city, at=now())
    found = Remote(code=SECOND.code)
    other = Offer(
        SECOND.code, SECOND.name, "http://there.example", SECOND.regions, found.key.key.jwk()
    )
    second_city.linked(other, city, at=now())
    with acting(WHO):
        found.home = links.own_public_keys()[0]
    return found


def test_it_is_signed_by_both_and_its_first_service_day_is_reported(city, there):
    agreement.propose(SECOND.code, city, at=now())
    agreement.propose(SECOND.code, city, at=now())
    assert agreement.standing().stage is Stage.OURS
    assert agreement.unsent()
    carry(there)
    assert not agreement.unsent()
    (proposal,) = there.sent_to("agreement_proposal")
    held = proposal["body"]["terms"]
    body = {
        "digest": cooperation.digest_of_terms(held),
        "algorithm": there.key.key.alg,
        "kid": there.key.key.kid,
        "signature": to_base64url(there.key.sign(cooperation.signed_text(held))),
        "office": held["sides"][1]["office"],
    }
    there.send(there.message("agreement_signature", body, agreement=agreement.NUMBER))
    carry(there)
    agreement.sign(city, at=now())
    agreement.sign(city, at=now())
    assert agreement.standing().stage is Stage.IN_FORCE
    agreement.report(city, at=now())
    with acting(WHO):
        seen = cooperation.overview(agreement.standing(), local_date(now()))
    assert seen.planned[0].held
    assert len(seen.duties) == len(held["duties"])


def test_the_one_about_schooling_waits(city, there):
    agreement.propose_schooling(SECOND.code, city, at=now())
    assert agreement.standing() is None
    with acting(WHO):
        (found,) = cooperation.cooperations()
    assert (found.number, found.stage) == (agreement.SCHOOLING, Stage.OURS)
