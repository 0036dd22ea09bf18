"""Cards: what lacks is said, batches leave under two people's eyes, results are believed by their seal
and taken once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anju.domains.people import api as people
from anju.domains.permits.api import lifecycle
from anju.domains.permits.api.lifecycle import CardResult, FileSigner
from anju.domains.permits.models import Card, Delivery
from anju.domains.permits.production.operations.signing import verified
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.domains.register import api as register
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.notices import api as notices
from tests.factories.held_permits import PLATFORM, held, ordered
from tests.factories.name_pictures import written_name
from tests.factories.register import HERE, RESIDENT, STREET, Street
from tests.factories.staff import actor, staff

pytestmark = pytest.mark.django_db
AT = datetime(2025, 3, 10, 2, tzinfo=UTC)
CENTRE = FileSigner(Ed25519PrivateKey.generate())


@pytest.fixture(autouse=True)
def keys(db, settings, tmp_path):
    settings.KEYRING_PATH = tmp_path / "keyring.json"
    lifecycle.trust_centre(
        name="长沙制证中心", region="43", public=CENTRE.public, actor=PLATFORM, at=AT
    )


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built, at=AT)


@pytest.fixture
def two():
    """Who gathers and who releases."""
    return actor(staff("counter01", ("counter", STREET))), actor(
        staff("police01", ("police", STREET))
    )


def exported(two, region=STREET):
    first, second = two
    with acting(first):
        batch = lifecycle.prepare_batch(region, actor=first, at=AT)
    with acting(second):
        return batch, lifecycle.export_batch(batch, actor=second, at=AT)[1]


def orders_of(blob):
    ours = lifecycle.signer()
    return lifecycle.unpack_orders(blob, holds=lambda data, seal: verified(ours.public, data, seal))


def answer(blob, results=None, *, sign=CENTRE.sign, **head):
    parcel, orders = orders_of(blob)
    lines = results or [CardResult(o.line, o.card, "made", f"SN{o.card}", "") for o in orders]
    return lifecycle.pack_results(
        lines,
        batch=head.get("batch", parcel.manifest["batch"]),
        orders=head.get("orders", parcel.digest),
        at=AT,
        sign=sign,
    )


def test_a_card_without_photograph_says_what_it_lacks_and_does_not_leave(street, two):
    permit = ordered(street, photo=False, ethnicity="")
    with acting(two[0]):
        card = lifecycle.cards_of(permit)[0].id
        assert set(lifecycle.card_gaps(card, actor=two[0])) == {"photo", "ethnicity"}
        with pytest.raises(Refused, match="card_incomplete"):
            lifecycle.card_face(card, actor=two[0], at=AT)
        with pytest.raises(Refused, match="batch_empty"):
            lifecycle.prepare_batch(STREET, actor=two[0], at=AT)


def test_the_face_shows_what_the_register_knows(street, two):
    permit = ordered(street)
    with acting(two[0]):
        face = lifecycle.card_face(lifecycle.cards_of(permit)[0].id, actor=two[0], at=AT)
    assert (face.name, face.citizen_number, face.issue_date.isoformat()) == (
        RESIDENT.name,
        RESIDENT.doc_number,
        "2025-03-10",
    )
    assert face.residence_address.startswith("湖南省长沙市浏阳市洞阳镇")
    assert face.authority == "浏阳市公安局洞阳派出所"


def test_what_is_printed_is_ciphertext_in_the_database(street):
    permit = ordered(street)
    with acting(PLATFORM):
        stored = bytes(Card.objects.get(permit_id=permit).layout_cipher)
    assert RESIDENT.doc_number.encode() not in stored
    assert RESIDENT.name.encode() not in stored


def test_from_batch_to_a_permit_in_force(street, two):
    permit = ordered(street)
    batch, blob = exported(two)
    _, orders = orders_of(blob)
    assert [(o.permit, o.face.name) for o in orders] == [(held(permit).number, RESIDENT.name)]
    with acting(two[0]):
        taken = lifecycle.take_results(answer(blob), actor=two[0], at=AT)
    assert (taken.batch_id, taken.made, taken.failed, taken.void) == (batch, 1, 0, 0)
    assert held(permit).state == PermitState.ACTIVE
    with acting(PLATFORM):
        card = lifecycle.cards_of(permit)[0]
        assert (card.status, card.serial, card.delivery.status) == (
            "made",
            f"SN{orders[0].card}",
            "ready",
        )
        assert lifecycle.batch(batch)[0].status == "returned"


def test_the_same_person_does_not_gather_and_release(street, two):
    ordered(street)
    with acting(two[0]):
        batch = lifecycle.prepare_batch(STREET, actor=two[0], at=AT)
        with pytest.raises(Refused, match="two_people"):
            lifecycle.export_batch(batch, actor=two[0], at=AT)


def test_exporting_again_brings_the_very_same_orders(street, two):
    ordered(street)
    batch, blob = exported(two)
    with acting(two[1]):
        again = lifecycle.export_batch(batch, actor=two[1], at=AT.replace(hour=9))[1]
    assert orders_of(again)[0].digest == orders_of(blob)[0].digest


@pytest.mark.parametrize(
    ("bend", "code"),
    [
        (
            lambda b: answer(b, sign=FileSigner(Ed25519PrivateKey.generate()).sign),
            "parcel_signature",
        ),
        (lambda b: answer(b, sign=lifecycle.signer().sign), "parcel_signature"),
        (lambda b: answer(b, orders="0" * 64), "results_orders"),
        (lambda b: answer(b, [CardResult(7, "x-1", "made", "S1", "")]), "results_lines"),
        (lambda b: answer(b, [CardResult(1, "somebody-else", "made", "S1", "")]), "results_lines"),
        (lambda b: b, "parcel_signature"),
        (lambda b: b[:200], "parcel_unreadable"),
    ],
)
def test_forged_altered_or_foreign_results_change_nothing(street, two, bend, code):
    permit = ordered(street)
    _, blob = exported(two)
    with acting(two[0]), pytest.raises(Refused, match=code):
        lifecycle.take_results(bend(blob), actor=two[0], at=AT)
    assert held(permit).state == PermitState.IN_PRODUCTION


def test_results_are_taken_once(street, two):
    ordered(street)
    _, blob = exported(two)
    sent = answer(blob)
    with acting(two[0]):
        lifecycle.take_results(sent, actor=two[0], at=AT)
        with pytest.raises(Conflict, match="results_taken"):
            lifecycle.take_results(sent, actor=two[0], at=AT)
        with pytest.raises(Conflict, match="results_taken"):
            lifecycle.take_results(
                answer(blob, [CardResult(1, orders_of(blob)[1][0].card, "made", "OTHER", "")]),
                actor=two[0],
                at=AT,
            )


def test_results_of_another_area_are_not_mine_to_take(street, two):
    ordered(street)
    _, blob = exported(two)
    stranger = actor(staff("far", ("counter", "430181100")))
    leader = actor(staff("leader", ("leader", STREET)))
    with acting(stranger), pytest.raises(NotFound):
        lifecycle.take_results(answer(blob), actor=stranger, at=AT)
    with acting(leader), pytest.raises(NotAllowed):
        lifecycle.take_results(answer(blob), actor=leader, at=AT)


def test_a_centre_is_believed_for_its_own_area_only(street, two):
    ordered(street)
    _, blob = exported(two)
    other = FileSigner(Ed25519PrivateKey.generate())
    lifecycle.trust_centre(
        name="广州制证中心", region="44", public=other.public, actor=PLATFORM, at=AT
    )
    with acting(two[0]), pytest.raises(Refused, match="parcel_signature"):
        lifecycle.take_results(answer(blob, sign=other.sign), actor=two[0], at=AT)
    with pytest.raises(Refused, match="key_form"):
        lifecycle.trust_centre(name="x", region="44", public=b"short", actor=PLATFORM, at=AT)


def test_our_key_is_made_once_and_readable_by_its_owner_only(tmp_path):
    path = tmp_path / "keys" / "production.json"
    assert lifecycle.signer(path).id == lifecycle.signer(path).id
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_failed_card_is_ordered_again_by_itself(street, two):
    permit = ordered(street)
    _, blob = exported(two)
    card = orders_of(blob)[1][0].card
    with acting(two[0]):
        lifecycle.take_results(
            answer(blob, [CardResult(1, card, "failed", "", "芯片不良")]), actor=two[0], at=AT
        )
        assert [(c.status, c.reason) for c in lifecycle.cards_of(permit)] == [
            ("waiting", "failed"),
            ("failed", "first"),
        ]
        assert lifecycle.card_gaps(lifecycle.cards_of(permit)[0].id, actor=two[0]) == ()


def test_a_card_whose_permit_ended_on_the_way_is_void_when_it_comes_back(street, two):
    permit = ordered(street)
    _, blob = exported(two)
    with acting(two[1]):
        lifecycle.cancel(permit, reason="death", actor=two[1], at=AT)
    with acting(two[0]):
        taken = lifecycle.take_results(answer(blob), actor=two[0], at=AT)
        assert (taken.made, taken.void) == (0, 1)
        assert [c.status for c in lifecycle.cards_of(permit)] == ["void"]


def test_a_batch_that_has_not_left_may_be_taken_apart(street, two):
    permit = ordered(street)
    with acting(two[0]):
        batch = lifecycle.prepare_batch(STREET, actor=two[0], at=AT)
        lifecycle.cancel_batch(batch, actor=two[0], at=AT)
        assert lifecycle.cards_of(permit)[0].status == "waiting"
        lifecycle.prepare_batch(STREET, actor=two[0], at=AT)
        with pytest.raises(Conflict, match="batch_returned"):
            lifecycle.export_batch(batch, actor=two[0], at=AT)


def collected(street, two):
    """A ready card and the code its holder was sent."""
    permit = ordered(street)
    with acting(two[0]):
        card = lifecycle.cards_of(permit)[0].id
        lifecycle.made_here(card, serial="S1", actor=two[0], at=AT)
    said = next(m.text for m in notices.recent() if m.kind == "permits.ready")
    return permit, card, "".join(c for c in said if c.isdigit())[:6]


def test_the_right_code_hands_the_card_over_once(street, two):
    permit, card, code = collected(street, two)
    with acting(two[0]):
        assert lifecycle.hand_over(card, code=code, actor=two[0], at=AT).handed
        assert lifecycle.life_of(permit).transitions[-1].kind == "delivered"
        with pytest.raises(Conflict, match="card_not_ready"):
            lifecycle.hand_over(card, code=code, actor=two[0], at=AT)


def test_the_code_is_kept_as_a_hash_and_spent_by_wrong_tries(street, two):
    _, card, code = collected(street, two)
    with acting(PLATFORM):
        assert code.encode() not in bytes(Delivery.objects.get(card_id=card).code_index)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    with acting(two[0]):
        left = [
            lifecycle.hand_over(card, code=wrong, actor=two[0], at=AT).tries_left for _ in range(6)
        ]
        assert left == [4, 3, 2, 1, 0, 0]
        assert not lifecycle.hand_over(card, code=code, actor=two[0], at=AT).handed, (
            "the right code comes too late"
        )
        with pytest.raises(Refused, match="proof_missing"):
            lifecycle.hand_over(card, actor=two[0], at=AT)
        lifecycle.send_code_again(card, actor=two[0], at=AT)
        assert not lifecycle.hand_over(card, code=wrong, actor=two[0], at=AT).handed
        assert lifecycle.hand_over(card, shown="111", actor=two[0], at=AT).handed


def test_a_new_card_ends_the_one_before_when_it_is_handed_over(street, two):
    permit, card, code = collected(street, two)
    with acting(two[0]):
        lifecycle.hand_over(card, code=code, actor=two[0], at=AT)
        new = lifecycle.order_card(permit, reason="address", actor=two[0], at=AT)
        lifecycle.made_here(new, serial="S2", actor=two[0], at=AT)
        assert [c.status for c in lifecycle.cards_of(permit)] == ["made", "delivered"]
        lifecycle.hand_over(new, shown="111", actor=two[0], at=AT)
        assert [c.status for c in lifecycle.cards_of(permit)] == ["delivered", "void"]


def test_a_serial_is_used_once(street, two):
    permit, _, _ = collected(street, two)
    with acting(two[0]):
        new = lifecycle.order_card(permit, reason="damaged", actor=two[0], at=AT)
        with pytest.raises(Refused, match="serial_twice"):
            lifecycle.made_here(new, serial=" S1 ", actor=two[0], at=AT)


def test_a_photograph_that_was_altered_is_not_printed(street, two):
    permit = ordered(street)
    with acting(PLATFORM), as_intake_role():
        from anju.domains.permits.models import Blob

        row = Blob.objects.get(cards__permit_id=permit)
        spoilt = bytearray(row.cipher)
        spoilt[-1] ^= 1
        Blob.objects.filter(id=row.pk).update(cipher=bytes(spoilt))
    with acting(two[0]), pytest.raises(NotFound, match="photo_gone"):
        lifecycle.card_face(lifecycle.cards_of(permit)[0].id, actor=two[0], at=AT)


def test_other_areas_cards_stay_where_they_are(street):
    ordered(street)
    stranger = actor(staff("far", ("counter", "430181100")))
    with acting(stranger):
        with pytest.raises(NotAllowed):
            lifecycle.prepare_batch(HERE, actor=stranger, at=AT)
        with pytest.raises(Refused, match="batch_empty"):
            lifecycle.prepare_batch("430181100", actor=stranger, at=AT)


RARE = "\ue123文静"
"""A name with a character of private use."""


def renamed(street, name=RARE):
    with acting(PLATFORM):
        register.correct_person(
            street.resident, changes={"name": name}, reason="出示证件", actor=PLATFORM, at=AT
        )


def pictured(street, name=RARE, **size):
    with acting(PLATFORM):
        return register.keep_name_picture(
            street.resident, name=name, data=written_name(**size), actor=PLATFORM, at=AT
        )


def test_a_name_with_private_characters_waits_for_its_picture_and_leaves_with_it(street, two):
    renamed(street)
    permit = ordered(street, at=AT)
    with acting(two[0]):
        card = Card.objects.get(permit_id=permit).pk
        assert lifecycle.card_gaps(card, actor=two[0]) == ("name_picture",)
        with pytest.raises(Refused, match="batch_empty"):
            lifecycle.prepare_batch(STREET, actor=two[0], at=AT)
    pictured(street)
    _, blob = exported(two)
    parcel, (order,) = orders_of(blob)
    assert parcel.manifest["name_images"] == 1
    assert order.face.name == RARE
    assert order.face.name_picture == parcel.files["names/00001.jpg"]
    assert order.face.name_picture.startswith(b"\xff\xd8")


def test_a_batch_fetched_again_carries_the_picture_it_left_with(street, two):
    renamed(street)
    ordered(street, at=AT)
    before = pictured(street)
    batch, blob = exported(two)
    pictured(street, width=700)
    with acting(two[1]):
        assert orders_of(lifecycle.export_batch(batch, actor=two[1], at=AT)[1]) == orders_of(blob)
        (now_kept,) = people.name_pictures(street.resident)
        assert now_kept.id != before
        register.remove_name_picture(street.resident, now_kept.id, actor=PLATFORM, at=AT)
        assert orders_of(lifecycle.export_batch(batch, actor=two[1], at=AT)[1]) == orders_of(blob)


def test_a_batch_whose_picture_was_removed_does_not_leave(street, two):
    renamed(street)
    ordered(street, at=AT)
    made = pictured(street)
    with acting(two[0]):
        batch = lifecycle.prepare_batch(STREET, actor=two[0], at=AT)
    with acting(PLATFORM):
        register.remove_name_picture(street.resident, made, actor=PLATFORM, at=AT)
    with acting(two[1]), pytest.raises(Refused, match="batch_card_incomplete"):
        lifecycle.export_batch(batch, actor=two[1], at=AT)


def test_a_card_carries_the_picture_of_the_very_name_that_is_printed_on_it(street, two):
    permit = ordered(street, at=AT)
    renamed(street)
    pictured(street)
    with acting(two[0]):
        card = Card.objects.get(permit_id=permit).pk
        assert lifecycle.card_face(card, actor=two[0], at=AT).name_picture == b""
        lifecycle.complete_card(permit, actor=two[0], at=AT)
        face = lifecycle.card_face(card, actor=two[0], at=AT)
        assert (face.name, face.name_picture[:2]) == (RARE, b"\xff\xd8")
        assert lifecycle.card_data(card, actor=two[0], at=AT)["name_image_base64"]
