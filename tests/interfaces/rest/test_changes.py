"""Changes by the API: for a department under an agreement, signed, by cursor."""

from __future__ import annotations

import json

import jsonschema_rs
import pytest
from django.test import Client

from anju.domains.exchange.api import changes, links, signing
from anju.domains.exchange.api.signing import HttpMessage
from anju.domains.exchange.changes.data.changes import ChangeKind, Noted
from anju.domains.exchange.changes.operations.noting import note
from anju.domains.exchange.changes.queries import feed
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from tests.factories.changes import NUMBER, agreed
from tests.factories.exchange import linked
from tests.factories.register import HERE, PLATFORM, RESIDENT, STREET


@pytest.fixture(autouse=True)
def _ended(monkeypatch):
    monkeypatch.setattr(feed, "horizon", lambda: 2**62)


@pytest.fixture
def school(department):
    linked()
    agreed(user_id=department.user_id)
    return department


def ask(who, purpose="service", **body):
    return who("post", "/changes", {"agreement": NUMBER, **body}, purpose=purpose)


def test_changes_are_given_signed_by_a_published_key(street, school):
    with acting(PLATFORM):
        note([Noted(ChangeKind.MOVED_IN, street.resident, HERE, local_date(now()))], at=now())
    answer = ask(school)
    assert answer.status_code == 200, answer.content.decode()
    (event,) = answer.json()["changes"]
    assert event["data"]["person"]["name"] == RESIDENT.name
    schema = Client().get("/exchange/v1/changes/schema.json").json()
    jsonschema_rs.validate(schema, event)
    got = HttpMessage(answer.content, {k.lower(): v for k, v in answer.headers.items()}, status=200)
    keys = {k["kid"]: k for k in Client().get("/exchange/v1/keys").json()["keys"]}
    held = {k.kid: k for k in links.own_public_keys()}
    assert set(held) == set(keys)
    signing.verified(got, lambda kid, _: held.get(kid), at=now())
    assert ask(school, after=answer.json()["cursor"]).json()["changes"] == []


def test_a_refusal_is_a_problem_with_a_sentence(street, school):
    answer = ask(school, purpose="verification")
    assert (answer.status_code, answer.json()["code"]) == (422, "change_purpose")
    assert "purpose" in answer.json()["detail"]
    assert ask(school, purpose="").status_code == 403
    assert ask(school, after="nonsense!").status_code == 422
    assert ask(school, limit=0).status_code == 422
    assert ask(school, limit=501).status_code == 422
    assert school("post", "/changes", {"agreement": "X"}, purpose="service").json()["code"] == (
        "change_agreement_unknown"
    )


def test_a_token_for_other_things_fetches_nothing(street, school, caller):
    narrow = caller("narrow", {"role": "client", "region": STREET}, scopes=("answer.ask",))
    assert ask(narrow).status_code == 403


def test_without_a_place_there_is_nobody_who_could_sign(street, department):
    agreed(user_id=department.user_id)
    answer = ask(department)
    assert (answer.status_code, answer.json()["code"]) == (404, "exchange_not_set_up")


def test_the_kinds_are_open_to_everybody(street):
    found = Client().get("/api/v1/changes/kinds").json()["items"]
    assert {k["kind"] for k in found} == set(changes.kinds())


def test_a_signed_address_without_a_signature_is_refused_signed(street, school):
    answer = Client().post(
        "/exchange/v1/changes", json.dumps({"agreement": NUMBER}), content_type="application/json"
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "signature_missing")
    assert "signature" in answer.headers
