"""Digital permits from the register to the verdict of somebody without a network."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from anju.domains.permits import api as permits
from anju.domains.permits.credentials.models import HolderPin
from anju.domains.permits.handlers import permit_changed
from anju.domains.permits.models import Credential, StatusList
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import now
from anju.foundation.credentials import sd_jwt, status_list
from anju.foundation.credentials.signing import HeldKey, from_base64url
from anju.foundation.credentials.verification import Outcome, Trust, photo_is, verify
from anju.foundation.crypto import sm2
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import NotFound, Refused
from anju.foundation.events.api import Event
from anju.foundation.keystore.api import Algorithm
from tests.factories import permits as making
from tests.factories import register as town
from tests.factories.permits import put_into

pytestmark = pytest.mark.django_db
AT = now()


@pytest.fixture(autouse=True)
def _keys(tmp_path, settings):
    settings.KEYRING_PATH = tmp_path / "keys" / "keyring.json"
    from anju.foundation.keystore import backends

    backends.backend.cache_clear()
    yield
    backends.backend.cache_clear()


@pytest.fixture(scope="module")
def street(once):
    return once(town.Street.built, at=AT)


@pytest.fixture
def holder(street):
    return Actor(
        "public",
        user_id=77,
        label="本人",
        person_id=street.resident,
        purpose="own",
        grants=(
            Grant(
                "resident",
                frozenset({"person.see", "permit.see"}),
                party=f"person:{street.resident}",
                purposes=frozenset({"own"}),
            ),
        ),
    )


@pytest.fixture
def permit_id(street):
    making.issuer(AT)
    return making.permit(street.resident, street.rooms[0].id, at=AT)


MAKER = Actor(
    "staff",
    user_id=5,
    label="制证",
    grants=(Grant("police", frozenset({"permit.make", "person.see"}), region="4301"),),
)


def trusted(at=AT):
    with acting(town.PLATFORM):
        return Trust.read(permits.issuers(at))


def lists(at=AT):
    with acting(town.PLATFORM):
        permits.publish(actor=town.PLATFORM, at=at)
        trust = Trust.read(permits.issuers(at))
        found = [
            status_list.read(permits.status_token(c)[0], trust.key)
            for c in StatusList.objects.values_list("code", flat=True)
        ]
    return {entry.uri: entry for entry in found}


def verdict(text, at=AT, **more):
    return verify(text, trust=trusted(at), lists=lists(at), at=int(at.timestamp()), **more)


def turns(permit_id, to, kind="suspended", at=AT):
    before = PermitState.ACTIVE
    put_into(permit_id, to, at=at)
    with acting(town.PLATFORM):
        permit_changed(
            Event(
                0,
                at,
                "permits.turned",
                {"permit": permit_id, "to": to.value, "kind": kind, "from": before},
            )
        )


def test_the_least_that_is_shown_names_nobody_and_leads_to_nobody(permit_id, holder):
    with acting(holder):
        texts = [
            permits.live(permit_id=permit_id, show=(), actor=holder, at=AT).text for _ in range(2)
        ]
    found = [verdict(t) for t in texts]
    assert [v.outcome for v in found] == [Outcome.VALID] * 2
    assert set(found[0].claims) == {"iat", "exp", "cti", "live", "holds_permit", "city"}
    assert found[0].claims["city"] == "长沙市" and found[0].claims["cti"] != found[1].claims["cti"]


def test_what_was_chosen_is_shown_and_nothing_else(permit_id, holder, street):
    with acting(holder):
        shown = permits.live(
            permit_id=permit_id, show=("name", "id_number", "photo_sha256"), actor=holder, at=AT
        )
    claims = verdict(shown.text).claims
    assert claims["name"] == town.RESIDENT.name and claims["id_number"] == town.RESIDENT.doc_number
    assert (
        "residence_address" not in claims
        and photo_is(claims, b"\xff\xd8\xffphoto")
        and not photo_is(claims, b"x")
    )


def test_a_picture_of_the_screen_is_worthless_after_a_minute_and_a_half(permit_id, holder):
    with acting(holder):
        text = permits.live(permit_id=permit_id, show=(), actor=holder, at=AT).text
    assert verdict(text, AT + timedelta(seconds=89)).accepted
    assert verdict(text, AT + timedelta(seconds=92)).outcome == Outcome.REPLAYED
    first = verdict(text)
    assert verdict(text, seen={first.presentation}).outcome == Outcome.REPLAYED


def test_the_holders_confirmation_stands_in_the_code(permit_id, holder):
    with acting(holder):
        text = permits.live(
            permit_id=permit_id, show=(), actor=holder, at=AT, check="passkey", checked_at=AT
        ).text
        other = permits.live(
            permit_id=permit_id, show=(), actor=holder, at=AT, check="face", checked_at=AT
        ).text
    assert (
        verdict(text).claims["holder_check"] == "passkey"
        and "holder_check" not in verdict(other).claims
    )


def test_the_code_on_a_card_follows_the_permits_life(permit_id, holder):
    with acting(MAKER):
        text = permits.printed(permit_id=permit_id, actor=MAKER, at=AT)
    assert verdict(text).outcome == Outcome.VALID
    turns(permit_id, PermitState.LOST, "lost")
    assert verdict(text).outcome == Outcome.SUSPENDED
    turns(permit_id, PermitState.ACTIVE, "found")
    assert verdict(text).outcome == Outcome.VALID
    turns(permit_id, PermitState.CANCELLED, "cancelled")
    assert verdict(text).outcome == Outcome.REVOKED
    with acting(holder), pytest.raises(Refused, match="permit_not_active"):
        permits.live(permit_id=permit_id, show=(), actor=holder, at=AT)


def test_the_code_of_a_replaced_card_stops_holding(permit_id):
    with acting(MAKER):
        first = permits.printed(permit_id=permit_id, actor=MAKER, at=AT)
        second = permits.printed(permit_id=permit_id, actor=MAKER, at=AT)
    assert (verdict(first).outcome, verdict(second).outcome) == (Outcome.REVOKED, Outcome.VALID)


def test_a_wallet_shows_what_its_holder_chooses_bound_to_the_wallets_own_key(permit_id, holder):
    device = HeldKey.make()
    with acting(holder):
        wallet = permits.wallet(permit_id=permit_id, actor=holder, at=AT, device=device.key.jwk())
    second = int(AT.timestamp())
    text = sd_jwt.present(
        wallet.text, {"holds_permit", "city"}, device=device, audience="宿舍", nonce="q1", at=second
    )
    found = verdict(text, audience="宿舍", nonce="q1")
    assert found.accepted and "name" not in found.claims and found.claims["holds_permit"] is True
    assert verdict(text, audience="宿舍", nonce="q2").outcome == Outcome.REPLAYED
    stolen = sd_jwt.present(
        wallet.text, {"holds_permit"}, device=HeldKey.make(), audience="宿舍", nonce="q1", at=second
    )
    assert verdict(stolen, audience="宿舍", nonce="q1").outcome == Outcome.NOT_HOLDER
    assert town.RESIDENT.doc_number not in json.dumps(
        json.loads(from_base64url(text.split(".")[1]))
    )


def test_two_wallet_credentials_share_no_place_and_no_digest(permit_id, holder):
    with acting(holder):
        texts = [permits.wallet(permit_id=permit_id, actor=holder, at=AT).text for _ in range(2)]
    payloads = [json.loads(from_base64url(t.split(".")[1])) for t in texts]
    places = [p["status"]["status_list"]["idx"] for p in payloads]
    assert places[0] != places[1] and not set(payloads[0]["_sd"]) & set(payloads[1]["_sd"])


def test_nobody_shows_somebody_elses_permit(permit_id, holder, street):
    other = replace(holder, user_id=78, person_id=street.stranger)
    for actor in (other, MAKER, town.PLATFORM):
        with acting(actor), pytest.raises(NotFound, match="permit_unknown"):
            permits.live(permit_id=permit_id, show=(), actor=actor, at=AT)
    with acting(holder), pytest.raises(NotFound):
        permits.printed(permit_id=permit_id, actor=holder, at=AT)


def test_ethnicity_and_unknown_claims_cannot_be_shown(permit_id, holder):
    for claim in ("ethnicity", "religion", "phone"):
        with acting(holder), pytest.raises(Refused, match="permit_show"):
            permits.live(permit_id=permit_id, show=(claim,), actor=holder, at=AT)


def test_without_an_active_key_nothing_is_signed_and_lists_wait(street, holder):
    permit_id = making.permit(street.resident, street.rooms[0].id, at=AT)
    with acting(holder), pytest.raises(Refused, match="key_none"):
        permits.live(permit_id=permit_id, show=(), actor=holder, at=AT)
    with acting(town.PLATFORM):
        assert permits.publish(actor=town.PLATFORM, at=AT) == 0


def test_every_use_of_the_issuers_key_and_every_showing_is_on_record(permit_id, holder):
    with acting(holder):
        permits.live(permit_id=permit_id, show=("name",), actor=holder, at=AT)
    with acting(town.PLATFORM), as_intake_role(), connection.cursor() as cur:
        cur.execute(
            "SELECT count(*) FILTER (WHERE action = 'key.used'), count(*) FILTER (WHERE action = 'permit.shown')"
            " FROM audit_entry WHERE user_id = 77"
        )
        assert cur.fetchone() == (1, 1)


def test_places_are_handed_out_once_and_a_full_list_is_followed_by_another(
    permit_id, holder, monkeypatch
):
    monkeypatch.setattr("anju.domains.permits.credentials.operations.status_lists.LIST_SIZE", 4)
    with acting(holder):
        for _ in range(9):
            permits.wallet(permit_id=permit_id, actor=holder, at=AT)
    with acting(town.PLATFORM):
        found = list(Credential.objects.values_list("status_list__code", "index"))
    assert len(set(found)) == 9 and {code for code, _ in found} == {"4301-1", "4301-2", "4301-3"}
    assert len(lists()) == 3


def test_a_published_list_holds_what_the_register_says_for_every_place(
    permit_id, holder, street, monkeypatch
):
    monkeypatch.setattr("anju.domains.permits.credentials.operations.status_lists.FETCH", 3)
    with acting(holder):
        for _ in range(10):
            permits.wallet(permit_id=permit_id, actor=holder, at=AT)
    with acting(town.PLATFORM), as_intake_role():
        rows = list(Credential.objects.order_by("id"))
        for row in rows[:7]:
            row.revoked_at, row.revoked_why = AT, "test"
            row.save()
    (found,) = lists().values()
    assert {r.index for r in rows[:7]} == {
        n for n in range(found.size) if found.state(n) == status_list.INVALID
    }


def test_the_pin_is_kept_as_a_salted_verifier_only_and_tries_are_counted(holder, street):
    with acting(holder):
        for bad, code in (
            ("12345", "pin_form"),
            ("abcdef", "pin_form"),
            ("123456", "pin_easy"),
            ("777777", "pin_easy"),
        ):
            with pytest.raises(Refused, match=code):
                permits.set_pin(bad, actor=holder, at=AT)
        assert not permits.check_pin("802341", actor=holder, at=AT)
        permits.set_pin("802341", actor=holder, at=AT)
        assert permits.check_pin("802341", actor=holder, at=AT) and not permits.check_pin(
            "802342", actor=holder, at=AT
        )
        row = HolderPin.objects.get()
        assert b"802341" not in bytes(row.verifier) + bytes(row.salt)
        for _ in range(2):
            permits.check_pin("000001", actor=holder, at=AT)
        with pytest.raises(Refused, match="too_many_tries"):
            permits.check_pin("802341", actor=holder, at=AT)


def test_a_pin_is_replaced_only_with_the_old_one_or_a_fresh_code_and_never_while_locked(
    holder, street
):
    with acting(holder):
        permits.set_pin("802341", actor=holder, at=AT)
        for old in ("", "802342"):
            with pytest.raises(Refused, match="pin_old_wrong"):
                permits.set_pin("913452", old=old, actor=holder, at=AT)
        permits.set_pin("913452", old="802341", actor=holder, at=AT)
        assert permits.check_pin("913452", actor=holder, at=AT)
        permits.check_pin("000001", actor=holder, at=AT)
        for old in ("913452", ""):
            with pytest.raises(Refused, match="too_many_tries"):
                permits.set_pin("724563", old=old, actor=holder, at=AT)
        later = AT + timedelta(hours=1)
        assert permits.check_pin("913452", actor=holder, at=later), (
            "nothing changed while it was locked"
        )
        permits.set_pin("724563", fresh_code=True, actor=holder, at=AT)
        assert permits.check_pin("724563", actor=holder, at=later)


@pytest.mark.skipif(not sm2.available(), reason="this machine's OpenSSL has no SM2")
def test_the_national_family_signs_permits_and_lists_too(street, holder, settings):
    settings.PERMIT_ALGORITHM = "SM2"
    making.issuer(AT, algorithm=Algorithm.SM2)
    permit_id = making.permit(street.resident, street.rooms[0].id, at=AT)
    with acting(MAKER):
        text = permits.printed(permit_id=permit_id, actor=MAKER, at=AT)
    assert verdict(text).outcome == Outcome.VALID
    turns(permit_id, PermitState.LOST, "lost")
    assert verdict(text).outcome == Outcome.SUSPENDED
