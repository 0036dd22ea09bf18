"""Every bad case has one clear outcome; the browser's own code is compared in tests/journeys/test_verifier.py."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.foundation.credentials import status_list
from anju.foundation.credentials.signing import Malformed
from anju.foundation.credentials.verification import CAUTIOUS, Outcome, StatusBasis, Trust, verify
from anju.interfaces.texts import verdicts
from tests.foundation.credentials.cases import (
    ABSENT,
    DEVICE,
    REFUSING,
    cases,
    code,
    document,
    lists,
    live,
    wallet,
)

TRUST = Trust.read(document())
LISTS = {uri: status_list.read(text, TRUST.key) for uri, text in lists().items()}


@pytest.mark.parametrize("case", cases(), ids=lambda c: c.name)
def test_each_presented_permit_has_its_outcome(case):
    once = verify(case.text, trust=TRUST, lists=LISTS, at=case.at)
    seen = {once.presentation} if case.seen else set()
    found = verify(
        case.text,
        trust=TRUST,
        lists=LISTS,
        at=case.at,
        seen=seen,
        audience=case.audience,
        nonce=case.nonce,
    )
    if case.outcome == "refused":
        assert found.outcome in REFUSING and not found.claims
    else:
        assert found.outcome == case.outcome
    assert found.accepted == (case.outcome == "valid")


def test_the_age_of_the_list_is_told():
    assert verify(code(), trust=TRUST, lists=LISTS, at=1_795_000_000).list_age == 3600


def test_every_outcome_has_words_in_both_languages():
    assert set(verdicts.OUTCOMES) == {o.value for o in Outcome}
    assert all(a and b for pairs in verdicts.OUTCOMES.values() for a, b in pairs)


@given(st.text(max_size=60) | st.text(alphabet="AJ1: 0QZ", max_size=60).map(lambda t: "AJ1:" + t))
def test_any_text_has_an_outcome(text):
    assert verify(text, trust=TRUST, lists=LISTS, at=1).outcome in REFUSING


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"issuer": "x"},
        {"issuer": "x", "issued_at": 1, "jwks": {"keys": [{"crv": "P-256"}]}},
        {"issuer": "x", "issued_at": 1, "jwks": {"keys": "x"}},
    ],
)
def test_a_broken_list_of_issuers_is_refused(broken):
    with pytest.raises(Malformed):
        Trust.read(broken)


def test_keys_of_other_kinds_are_passed_over():
    assert not Trust.read({"issuer": "x", "issued_at": 1, "jwks": {"keys": [{"kty": "RSA"}]}}).keys


@pytest.mark.parametrize(
    "case", [c for c in cases() if c.outcome not in {"valid", "refused"}], ids=lambda c: c.name
)
def test_nothing_says_a_permit_is_held_unless_it_is_accepted(case):
    once = verify(case.text, trust=TRUST, lists=LISTS, at=case.at)
    found = verify(
        case.text,
        trust=TRUST,
        lists=LISTS,
        at=case.at,
        seen={once.presentation} if case.seen else set(),
        audience=case.audience,
        nonce=case.nonce,
    )
    assert "holds_permit" not in found.facts
    assert found.outcome in CAUTIOUS or not found.facts


def test_a_verdict_names_what_its_status_rests_on():
    held = {
        "live": (live(), "at_issue"),
        "list": (code(), "list"),
        "none": (code(uri=ABSENT), "unknown"),
    }
    for text, basis in held.values():
        assert (
            verify(text, trust=TRUST, lists=LISTS, at=1_795_000_000).report["status_basis"] == basis
        )
    assert set(verdicts.BASES) == {b.value for b in StatusBasis}


def test_a_holder_is_proved_only_to_the_verifier_who_asked():
    text = wallet({"name"}, bind=DEVICE)
    assert verify(
        text, trust=TRUST, lists=LISTS, at=1_795_000_000, audience="v", nonce="n"
    ).holder_proved
    assert not verify(text, trust=TRUST, lists=LISTS, at=1_795_000_000).holder_proved
