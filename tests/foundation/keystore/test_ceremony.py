"""Two persons, every use on record; on both backends."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap
from django.db import IntegrityError, ProgrammingError, connection, transaction

from anju.foundation.actor import Actor, Grant, system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import Conflict, NotAllowed, Refused
from anju.foundation.keystore import api as keystore
from anju.foundation.keystore.api import Action, Algorithm, Kind, State
from anju.foundation.keystore.derivation import card_input
from anju.foundation.keystore.models import Request
from tests.foundation.keystore.conftest import LI, WANG

pytestmark = pytest.mark.django_db
AT = now()


def made(kind=Kind.SIGN, algorithm=Algorithm.ES256, region="4301"):
    return keystore.make(kind=kind, algorithm=algorithm, region=region, actor=WANG, at=AT)


def agreed(key_id, action=Action.ACTIVATE, cards=()):
    request = keystore.ask(
        key_id, action=action, reason="年度密钥仪式", actor=WANG, at=AT, cards=cards
    )
    return request, keystore.decide(request, approve=True, actor=LI, at=AT)


def active(kind=Kind.SIGN, algorithm=Algorithm.ES256, region="4301"):
    return agreed(made(kind, algorithm, region).id)[1]


def lines(action):
    with as_intake_role(), connection.cursor() as cur:
        cur.execute(
            "SELECT actor_label, detail::text FROM audit_entry WHERE action = %s ORDER BY id",
            [action],
        )
        return [(label, json.loads(detail)) for label, detail in cur.fetchall()]


@pytest.fixture(autouse=True)
def _acting(db):
    with acting(WANG):
        yield


def test_a_key_that_two_persons_activated_signs_and_every_use_is_on_record(keeper):
    key = active()
    with keystore.signing("430181124205", purpose="test", actor=WANG, at=AT) as signer:
        for n in range(3):
            signer.about = f"permit {n}"
            assert signer.key.verify(b"x", signer.sign(b"x"))
    used = lines("key.used")
    assert [detail["for"] for _, detail in used] == [
        "test permit 0",
        "test permit 1",
        "test permit 2",
    ]
    assert signer.key.kid == key.kid and keystore.public_keys()[0][1] == signer.key


def test_a_use_is_on_record_even_when_what_it_was_for_failed(keeper):
    active()
    with (
        pytest.raises(RuntimeError),
        keystore.signing("4301", purpose="test", actor=WANG, at=AT) as signer,
    ):
        signer.sign(b"x")
        raise RuntimeError
    assert len(lines("key.used")) == 1


def test_nobody_approves_what_they_asked_themselves(keeper):
    request = keystore.ask(made().id, action=Action.ACTIVATE, reason="r", actor=WANG, at=AT)
    with pytest.raises(NotAllowed, match="approver_same_person"):
        keystore.decide(request, approve=True, actor=WANG, at=AT)
    assert keystore.decide(request, approve=False, actor=WANG, at=AT).state == State.MADE


def test_the_database_itself_refuses_the_same_person_twice(files, settings, monkeypatch):
    monkeypatch.setattr("anju.foundation.keystore.operations.backend", lambda _: files)
    settings.KEYSTORE = "file"
    request = keystore.ask(made().id, action=Action.ACTIVATE, reason="r", actor=WANG, at=AT)
    with pytest.raises(IntegrityError, match="two_persons"), transaction.atomic(), as_intake_role():
        Request.objects.filter(pk=request).update(
            decision="approve", decided_by=WANG.user_id, decided_at=AT
        )


def test_without_the_permission_or_without_a_person_there_is_no_ceremony(keeper):
    stranger = Actor("staff", user_id=7, grants=(Grant("counter", frozenset({"person.see"}), ""),))
    for actor, code in ((stranger, "not_allowed"), (system("job"), "key_person_needed")):
        with pytest.raises(NotAllowed, match=code):
            keystore.make(
                kind=Kind.SIGN, algorithm=Algorithm.ES256, region="43", actor=actor, at=AT
            )


def test_a_key_that_was_only_made_signs_nothing(keeper):
    made()
    with (
        pytest.raises(Refused, match="key_none"),
        keystore.signing("4301", purpose="t", actor=WANG, at=AT),
    ):
        pass


def test_rotation_retires_the_old_key_whose_signatures_still_hold(keeper):
    first = active()
    _, second = agreed(first.id, Action.ROTATE)
    assert (second.version, second.state) == (2, State.ACTIVE)
    assert {k.state for k in keystore.every_key() if k.id == first.id} == {State.RETIRED}
    assert {key.kid for key, _ in keystore.public_keys()} == {first.kid, second.kid}
    with keystore.signing("4301", purpose="t", actor=WANG, at=AT) as signer:
        assert signer.key.kid == second.kid


def test_the_nearest_issuer_signs(keeper):
    active(region="43")
    near = active(region="430181")
    with keystore.signing("430181124205", purpose="t", actor=WANG, at=AT) as signer:
        assert signer.key.kid == near.kid
    with keystore.signing("430201", purpose="t", actor=WANG, at=AT) as signer:
        assert signer.key.kid != near.kid
    with (
        pytest.raises(Refused, match="key_none"),
        keystore.signing("44", purpose="t", actor=WANG, at=AT),
    ):
        pass


def test_one_decision_a_request_and_one_request_at_a_time(keeper):
    key = made()
    request = keystore.ask(key.id, action=Action.ACTIVATE, reason="r", actor=WANG, at=AT)
    with pytest.raises(Conflict, match="key_asked"):
        keystore.ask(key.id, action=Action.ACTIVATE, reason="r", actor=LI, at=AT)
    keystore.decide(request, approve=True, actor=LI, at=AT)
    with pytest.raises(Conflict, match="key_decided"):
        keystore.decide(request, approve=True, actor=LI, at=AT)


@pytest.mark.parametrize(
    ("state", "action"),
    [
        ("made", Action.ROTATE),
        ("active", Action.DESTROY),
        ("active", Action.ACTIVATE),
        ("made", Action.EXPORT),
    ],
)
def test_what_a_keys_state_forbids_cannot_even_be_asked(keeper, state, action):
    key = made() if state == "made" else active()
    with pytest.raises(Refused, match="key_turn"):
        keystore.ask(
            key.id,
            action=action,
            reason="r",
            actor=WANG,
            at=AT,
            cards=("1",) if action == Action.EXPORT else (),
        )


def test_card_keys_leave_once_for_the_agreed_cards_only_and_wrapped(keeper):
    active(Kind.ROOT, Algorithm.AES, "")
    region = active(Kind.REGION, Algorithm.AES, "4301")
    cards, transport = ("430100001", "430100002"), bytes(32)
    request, _ = agreed(region.id, Action.EXPORT, cards)
    with pytest.raises(Refused, match="key_export_differs"):
        keystore.export_card_keys(
            request, (*cards, "430100003"), transport=transport, actor=WANG, at=AT
        )
    wrapped = keystore.export_card_keys(request, cards, transport=transport, actor=WANG, at=AT)
    key = aes_key_unwrap(transport, wrapped["430100001"])
    assert len(key) == 32 and key != aes_key_unwrap(transport, wrapped["430100002"])
    with pytest.raises(Conflict, match="key_exported"):
        keystore.export_card_keys(request, cards, transport=transport, actor=WANG, at=AT)
    assert [detail["card"] for _, detail in lines("key.exported")] == list(cards)
    from anju.foundation.keystore.derivation import cmac

    proof = keystore.card_mac(
        "430100001",
        b"challenge",
        region="4301",
        version=1,
        algorithm=Algorithm.AES,
        purpose="t",
        actor=WANG,
        at=AT,
    )
    assert proof == cmac(Algorithm.AES, key, b"challenge") and card_input("430100001")


def test_sm4_roots_and_regions_work_in_files(files, settings, monkeypatch):
    for module in ("operations", "using"):
        monkeypatch.setattr(f"anju.foundation.keystore.{module}.backend", lambda _: files)
    settings.KEYSTORE = "file"
    root = active(Kind.ROOT, Algorithm.SM4, "")
    region = active(Kind.REGION, Algorithm.SM4, "4301")
    assert len(root.check) == len(region.check) == 6 and root.check != region.check


def test_the_token_refuses_the_family_it_does_not_know(token, settings, monkeypatch):
    monkeypatch.setattr("anju.foundation.keystore.operations.backend", lambda _: token)
    settings.KEYSTORE = "pkcs11"
    with pytest.raises(Refused, match="key_algorithm_here"):
        made(Kind.SIGN, Algorithm.SM2)


def test_a_region_needs_an_active_root(keeper):
    made(Kind.ROOT, Algorithm.AES, "")
    with pytest.raises(Refused, match="key_no_root"):
        made(Kind.REGION, Algorithm.AES, "4301")


def test_a_retired_key_is_destroyed_by_two_and_its_secret_after_the_commit(
    files, settings, monkeypatch, django_capture_on_commit_callbacks
):
    for module in ("operations", "using"):
        monkeypatch.setattr(f"anju.foundation.keystore.{module}.backend", lambda _: files)
    settings.KEYSTORE = "file"
    first = active()
    agreed(first.id, Action.ROTATE)
    with django_capture_on_commit_callbacks() as after:
        _, gone = agreed(first.id, Action.DESTROY)
    assert gone.state == State.DESTROYED and len(list(files._place.iterdir())) == 2
    for call in after:
        call()
    assert len(list(files._place.iterdir())) == 1


def test_the_serving_role_cannot_write_keys_past_the_ceremony(keeper):
    key = made()
    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cur,
    ):
        cur.execute(
            "INSERT INTO keystore_request (key_id, action, reason, asked_by, asked_label, asked_at, decision,"
            " decided_label) VALUES (%s, 'activate', '', 1, '', now(), '', '')",
            [key.id],
        )
    with connection.cursor() as cur:
        cur.execute("UPDATE keystore_key SET state = 'active' WHERE id = %s", [key.id])
        assert cur.rowcount == 0
