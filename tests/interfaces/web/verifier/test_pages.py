"""What the verifier fetches: the same for everybody, kept by browsers, telling nobody who is checked."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from anju.domains.permits import api as permits
from anju.domains.permits.models import Permit
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.keystore import backends
from tests.factories import permits as making
from tests.factories import register as town
from tests.factories.permits import put_into

pytestmark = pytest.mark.django_db
MAKER = Actor(
    "staff",
    user_id=5,
    label="制证",
    grants=(Grant("police", frozenset({"permit.make", "person.see"}), region="4301"),),
)


@pytest.fixture
def code(db, tmp_path, settings):
    settings.KEYRING_PATH = tmp_path / "keys" / "keyring.json"
    backends.backend.cache_clear()
    street = town.Street.built()
    making.issuer(now())
    permit_id = making.permit(street.resident, street.rooms[0].id, at=now())
    with acting(MAKER):
        text = permits.printed(permit_id=permit_id, actor=MAKER, at=now())
    with acting(town.PLATFORM):
        permits.publish(actor=town.PLATFORM, at=now())
    yield text
    backends.backend.cache_clear()


def test_the_page_and_its_worker_run_under_the_strict_policy(db):
    client = Client()
    page, worker = client.get("/verify/"), client.get("/verify/worker.js")
    assert (
        "script-src 'self'" in page["Content-Security-Policy"]
        and "unsafe" not in page["Content-Security-Policy"]
    )
    assert (
        worker["Content-Type"].startswith("text/javascript")
        and "no-cache" in worker["Cache-Control"]
    )
    assert not page.cookies.get("sessionid")


def test_a_list_is_served_whole_with_its_type_and_not_twice(code):
    client = Client()
    known = client.get("/.well-known/jwt-vc-issuer").json()
    path = "/status/" + known["status_lists"][0].rsplit("/", 1)[1]
    answer = client.get(path)
    assert (
        answer["Content-Type"] == "application/statuslist+jwt" and answer.content.count(b".") == 2
    )
    assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert client.get("/status/none").status_code == 404


def test_issuers_tell_public_halves_only(code):
    known = Client().get("/.well-known/jwt-vc-issuer").json()
    assert set(known["jwks"]["keys"][0]) == {
        "kty",
        "crv",
        "x",
        "y",
        "alg",
        "kid",
        "use",
        "area",
        "retired",
    }


def test_the_server_checks_what_a_browser_cannot(code):
    told = Client().post("/verify/check", code, content_type="text/plain").json()
    assert told["outcome"] == "valid" and told["claims"]["name"] == town.RESIDENT.name
    assert (
        Client().post("/verify/check", "junk", content_type="text/plain").json()["outcome"]
        == "unreadable"
    )
    assert (
        Client().post("/verify/check", "x" * 30_000, content_type="text/plain").status_code == 413
    )


def test_the_server_asks_the_register_and_not_the_last_published_list(code):
    told = Client().post("/verify/check", code, content_type="text/plain").json()
    assert told["accepted"] and told["status_basis"] == "register"
    with acting(town.PLATFORM), as_intake_role():
        permit_id = Permit.objects.get().pk
    put_into(permit_id, PermitState.LOST, at=now())
    told = Client().post("/verify/check", code, content_type="text/plain").json()
    assert told["outcome"] == "suspended" and not told["accepted"] and not told["claims"]


def test_checking_on_the_server_is_counted(code):
    client = Client()
    answers = [
        client.post("/verify/check", "junk", content_type="text/plain").status_code
        for _ in range(121)
    ]
    assert answers[-1] == 429 and set(answers[:-1]) == {200}


def test_the_page_brings_the_words_for_a_shared_sex_in_its_language(db):
    for language, word in (("zh-hans", "男"), ("en", "Male")):
        page = Client(headers={"accept-language": language}).get("/verify/").content.decode()
        brought = json.loads(page.split('id="verify-words"')[1].split(">", 1)[1].split("<")[0])
        assert brought["values"]["sex"]["1"].casefold() == word.casefold()
