"""The quota of an agreement is exact, whoever sends at the same time, and nothing that was kept goes uncounted."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anju.domains.exchange.api import links
from anju.domains.exchange.links.models import Agreement, AgreementUse, Message
from anju.domains.exchange.links.operations import quotas, receiving
from anju.domains.exchange.links.queries.standing import used_on
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.at_once import at_once
from tests.factories.exchange import agree, linked
from tests.factories.register import PLATFORM


def counted(number: str) -> tuple[int, int]:
    """Of an agreement: messages on file, and what is stored as their count."""
    with acting(PLATFORM):
        agreement = Agreement.objects.get(number=number)
        return (
            Message.objects.filter(direction="in", agreement=number).count(),
            used_on(agreement.pk, local_date(now())),
        )


def outcomes(results) -> list[str]:
    return [r["errors"][0]["code"] if r["class"] == "rejection" else r["class"] for r in results]


@pytest.mark.django_db
def test_what_is_repeated_or_rejected_is_not_counted():
    there = linked()
    agree("FEW", per_day=2)
    one = there.message("enquiry", agreement="FEW")
    for _ in range(3):
        there.send(one)
    there.send(there.message("enquiry", {"questions": []}, agreement="FEW"))
    assert counted("FEW") == (1, 1)
    rest = [there.message("enquiry", agreement="FEW") for _ in "123"]
    assert outcomes(there.send(*rest)) == ["receipt", "agreement_quota", "agreement_quota"]
    assert counted("FEW") == (2, 2)


@pytest.mark.django_db
def test_the_next_day_begins_anew_and_old_counts_are_forgotten():
    there, at = linked(), now()
    agree("FEW", per_day=1)
    there.send(there.message("enquiry", agreement="FEW"))
    tomorrow = at + timedelta(days=1)
    later = there.message("enquiry", agreement="FEW", at=tomorrow)
    assert outcomes(there.send(later, at=tomorrow)) == ["receipt"]
    with acting(PLATFORM):
        links.forget_nonces(at=at + timedelta(days=36))
        assert AgreementUse.objects.count() == 1


@pytest.fixture(scope="module")
def there(fresh_database):
    return linked()


class TestAtOnce:
    """In a committed database, from many connections."""

    def all_send(self, there, number: str, batches: list[int]) -> list[str]:
        requests = [
            there.request([there.message("enquiry", agreement=number) for _ in range(size)])
            for size in batches
        ]
        replies = at_once(*(lambda r=r: links.receive(r, at=now()) for r in requests))
        return [o for reply in replies for o in outcomes(_results(reply))]

    def test_up_to_the_limit_and_not_one_more(self, there):
        agree("TEN", per_day=10)
        found = self.all_send(there, "TEN", [3] * 8)
        assert found.count("receipt") == 10
        assert found.count("agreement_quota") == 14
        assert counted("TEN") == (10, 10)

    def test_far_from_the_limit_nobody_waits_and_nothing_is_lost(self, there):
        agree("MANY", per_day=1_000_000)
        for _ in range(3):
            assert set(self.all_send(there, "MANY", [5] * 8)) == {"receipt"}
        assert counted("MANY") == (120, 120)

    def test_whoever_finds_the_limit_near_after_all_begins_again_alone(self, there, monkeypatch):
        alone = []
        monkeypatch.setattr(quotas, "ROOM", 32)
        monkeypatch.setattr(
            receiving,
            "count_alone",
            lambda found: (alone.append(1), quotas.count_alone(found)),
        )
        agree("NEAR", per_day=60)
        self.all_send(there, "NEAR", [28])
        assert alone == []
        assert set(self.all_send(there, "NEAR", [4] * 8)) == {"receipt"}
        assert alone
        assert self.all_send(there, "NEAR", [1]) == ["agreement_quota"]
        assert counted("NEAR") == (60, 60)

    def test_the_same_message_by_many_requests_is_kept_and_counted_once(self, there):
        agree("SAME", per_day=1_000_000)
        one = there.message("enquiry", agreement="SAME")
        requests = [there.request([one]) for _ in range(8)]
        replies = at_once(*(lambda r=r: links.receive(r, at=now()) for r in requests))
        repeated = sorted(_results(reply)[0]["repeated"] for reply in replies)
        assert repeated == [False] + [True] * 7
        assert counted("SAME") == (1, 1)

    @settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
    @given(limit=st.integers(1, 30), batches=st.lists(st.integers(1, 9), min_size=1, max_size=8))
    def test_for_any_limit_and_any_batches(self, there, limit, batches):
        number = f"ANY-{now().timestamp()}"
        agree(number, per_day=limit)
        found = self.all_send(there, number, batches)
        assert found.count("receipt") == min(limit, sum(batches))
        assert counted(number) == (min(limit, sum(batches)),) * 2


def _results(reply):
    assert reply.status == 200, reply.body
    return json.loads(reply.body)["results"]
