"""The API of field devices: their secrets open these addresses and no others, and the protocol holds over HTTP."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from typing import Any

import pytest
from django.test import Client

from anju.domains.fieldwork.api import sync
from anju.foundation.audit import epoch as epochs
from anju.foundation.audit.data import Epoch
from anju.foundation.clock import now
from tests.factories.field import Phone, closed_photo, picture
from tests.factories.people import somebody
from tests.factories.register import HERE, RESIDENT
from tests.factories.staff import actor as account

NEW = somebody("田初见", 71, area="430102")


@pytest.fixture
def phone(street) -> Phone:
    return Phone.enrolled()


def call(
    phone: Phone, method: str, path: str, body: Any = None, *, epoch: str = "0", **headers: str
) -> Any:
    """Send as the phone does; the answer."""
    given = {
        "authorization": f"Bearer {phone.secret}",
        "accept-language": "en",
        "x-purpose": "register",
        "anju-epoch": epoch,
        **headers,
    }
    options: dict[str, Any] = {"headers": {k: v for k, v in given.items() if v}}
    if isinstance(body, bytes):
        options |= {"data": body, "content_type": "application/octet-stream"}
    elif body is not None:
        options |= {"data": json.dumps(body), "content_type": "application/json"}
    return getattr(Client(), method)(f"/api/v1/field{path}", **options)


def sent(phone: Phone, *keys: str) -> dict[str, Any]:
    return {
        "sent_at": phone.clock + 1000,
        "operations": [{"key": k, "envelope": base64url(phone.envelopes[k])} for k in keys],
    }


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class TestADay:
    def test_from_the_first_bundle_to_the_last_photograph(self, street, phone):
        standing = call(phone, "get", "/device").json()
        assert (standing["state"], standing["areas"]) == ("active", [HERE])
        assert len(base64.urlsafe_b64decode(standing["key"] + "=")) == 65
        offer = call(phone, "post", "/bundles", {"persisted": True}).json()
        assert (offer["base"], offer["homes"]) == (0, 6)
        raw = call(phone, "get", f"/bundles/{offer['bundle']}").content
        assert hashlib.sha256(raw).hexdigest() == offer["sha256"]
        bundle = json.loads(gzip.decompress(raw))
        assert RESIDENT.name in json.dumps(bundle, ensure_ascii=False)
        photo = closed_photo(picture())
        name = hashlib.sha256(photo).hexdigest()
        key = phone.move_in(NEW, street.rooms[2], photos=[{"sha256": name, "size": len(photo)}])
        answer = call(phone, "post", "/operations", sent(phone, key), **{"idempotency-key": "b1"})
        (result,) = answer.json()["answers"]
        assert (result["status"], result["digest"]) == (
            "applied",
            hashlib.sha256(phone.log[key].encode()).hexdigest(),
        )
        half = len(photo) // 2
        assert (
            call(phone, "put", f"/photos/{name}?offset=0", photo[:half]).json()["received"] == half
        )
        assert call(phone, "get", f"/photos/{name}").json()["received"] == half
        assert (
            call(phone, "put", f"/photos/{name}?offset={half}", photo[half:]).json()["state"]
            == "whole"
        )
        later = call(phone, "post", "/standing", {"keys": [key]}).json()
        assert later["answers"][0]["status"] == "applied"
        delta = call(
            phone,
            "post",
            "/bundles",
            {"since": offer["sequence"], "areas": offer["areas"], "persisted": True},
        ).json()
        assert delta["base"] == offer["sequence"]

    def test_waiting_and_refused_come_with_a_sentence(self, street, phone):
        key = phone.write("teleport")
        answer = call(phone, "post", "/operations", sent(phone, key), **{"idempotency-key": "b1"})
        (result,) = answer.json()["answers"]
        assert result["reason"] == "operation_kind"
        assert result["detail"].startswith("This kind of entry is not known.")


class TestWho:
    def test_a_devices_secret_opens_nothing_else(self, street, phone):
        for path in ("/api/v1/homes?q=1", "/api/v1/people?q=1", "/api/v1/reviews"):
            answer = Client().get(
                path, headers={"authorization": f"Bearer {phone.secret}", "x-purpose": "register"}
            )
            assert answer.status_code == 401

    def test_a_token_of_the_api_opens_none_of_this(self, street, grid):
        answer = Client().get(
            "/api/v1/field/device", headers={"authorization": f"Bearer {grid.secret}"}
        )
        assert answer.status_code == 401

    def test_without_a_purpose_nobody_is_read(self, street, phone):
        answer = call(phone, "post", "/bundles", {}, **{"x-purpose": ""})
        assert (answer.status_code, answer.json()["code"]) == (403, "purpose_missing")

    def test_a_revoked_device_is_told_so_and_may_still_bring(self, street, phone):
        key = phone.visit(street.rooms[1])
        sync.revoke_device(account(phone.user), code=phone.code, reason="丢失", at=now())
        assert call(phone, "get", "/device").json()["state"] == "revoked"
        answer = call(phone, "post", "/bundles", {})
        assert (answer.status_code, answer.json()["code"]) == (403, "device_revoked")
        answer = call(phone, "post", "/operations", sent(phone, key), **{"idempotency-key": "b"})
        assert answer.json()["answers"][0]["reason"] == "for_office"


class TestEpochs:
    @pytest.fixture
    def restored(self, monkeypatch, db):
        """The register as after its first restore."""
        there = Epoch(1, now(), now())
        from django.db import connection

        monkeypatch.setitem(epochs._known, str(connection.settings_dict["NAME"]), there)

    def test_a_device_of_before_the_restore_is_told_so_and_one_of_after_it_is_heard(
        self, street, phone, restored
    ):
        key = phone.visit(street.rooms[1])
        headers = {"idempotency-key": "b1"}
        again = call(phone, "post", "/operations", sent(phone, key), epoch="1", **headers)
        assert again.json()["answers"][0]["status"] == "applied"
        answer = call(phone, "post", "/operations", sent(phone, key), epoch="0", **headers)
        assert (answer.status_code, answer.json()["code"]) == (409, "server_restored")
        assert answer.json()["params"]["epoch"] == 1

    def test_whoever_names_no_epoch_is_taken_nothing_from(self, street, phone):
        key = phone.visit(street.rooms[1])
        answer = call(
            phone, "post", "/operations", sent(phone, key), epoch="", **{"idempotency-key": "b"}
        )
        assert answer.status_code == 422


class TestHostile:
    @pytest.mark.parametrize("envelope", ["", "AA", "*" * 20, base64url(bytes(400)), "A" * 64_001])
    def test_an_envelope_that_is_none_is_kept_or_refused_and_never_fails(
        self, street, phone, envelope
    ):
        good = phone.visit(street.rooms[1])
        body = sent(phone, good)
        body["operations"].insert(0, {"key": "x" * 36, "envelope": envelope})
        answer = call(phone, "post", "/operations", body, **{"idempotency-key": "b"})
        if answer.status_code == 422:
            assert answer.json()["code"] == "request_invalid"
        else:
            assert [a["status"] for a in answer.json()["answers"]] == ["quarantined", "applied"]

    def test_more_than_a_request_may_bring_is_refused_whole(self, street, phone):
        body = sent(phone, *[phone.visit(street.rooms[1]) for _ in range(201)])
        answer = call(phone, "post", "/operations", body, **{"idempotency-key": "b"})
        assert answer.status_code == 422

    @pytest.mark.parametrize("offset", ["-1", "x", "99999999999"])
    def test_an_offset_that_is_none(self, street, phone, offset):
        assert call(phone, "put", f"/photos/{'0' * 64}?offset={offset}", b"x").status_code == 422

    def test_a_photograph_nobody_announced(self, street, phone):
        answer = call(phone, "put", f"/photos/{'0' * 64}?offset=0", b"x")
        assert (answer.status_code, answer.json()["code"]) == (404, "photo_unknown")
