"""The ceremony's page: two administrators in two browsers."""

from __future__ import annotations

import pytest

from anju.foundation.db.scope import acting
from anju.foundation.keystore import api as keystore
from anju.foundation.keystore import backends
from tests.factories.register import PLATFORM
from tests.factories.staff import signed_in, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _place(tmp_path, settings):
    settings.KEYRING_PATH = tmp_path / "keys" / "keyring.json"
    backends.backend.cache_clear()
    yield
    backends.backend.cache_clear()


@pytest.fixture
def two(db):
    with acting(PLATFORM):
        ids = staff("wang.sys", ("sysadmin", "43")), staff("li.sec", ("secadmin", "43"))
    return [signed_in(i) for i in ids]


def test_one_makes_and_asks_and_only_the_other_can_approve(two):
    first, second = two
    first.post(
        "/office/keys/make/", {"kind": "sign", "algorithm": "ES256", "region": "430100000000"}
    )
    (key,) = keystore.every_key()
    first.post(f"/office/keys/{key.id}/ask/", {"action": "activate", "reason": "首次仪式"})
    page = first.get("/office/keys/")
    assert "首次仪式" in page.text and "批准</button>" not in page.text.replace("不批准", "")
    request = page.context["asked"][0].id
    first.post(f"/office/keys/requests/{request}/", {"approve": "1"})
    assert keystore.every_key()[0].state == "made"
    assert "两个人" in first.get("/office/keys/").text
    second.post(f"/office/keys/requests/{request}/", {"approve": "1"})
    assert keystore.every_key()[0].state == "active"
    assert key.kid in second.get("/office/keys/").text
    assert second.get("/.well-known/jwt-vc-issuer").json()["jwks"]["keys"][0]["kid"] == key.kid


def test_a_clerk_sees_no_keys(db):
    with acting(PLATFORM):
        clerk = staff("clerk.k", ("counter", "430181124"))
    assert signed_in(clerk).get("/office/keys/").status_code == 403


def test_nonsense_is_answered_in_words(two):
    two[0].post("/office/keys/make/", {"kind": "x", "algorithm": "ES256"})
    assert "没有这把密钥" in two[0].get("/office/keys/").text
    two[0].post("/office/keys/make/", {"kind": "root", "algorithm": "ES256"})
    assert "不用这个算法" in two[0].get("/office/keys/").text
