"""Photographs come after their operation, piece by piece, and none is lost or taken from another."""

from __future__ import annotations

import hashlib
import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from anju.domains.fieldwork.api import sync
from anju.domains.fieldwork.sync.rules.photos import LARGEST, place
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotFound, Refused
from tests.factories.field import Phone, answered, closed_photo, picture
from tests.factories.register import PLATFORM, Street


@pytest.fixture
def street(tables: object, db: None) -> Street:
    return Street.built()


@pytest.fixture
def phone(street: Street) -> Phone:
    return Phone.enrolled()


def named(envelope: bytes) -> dict[str, object]:
    return {"sha256": hashlib.sha256(envelope).hexdigest(), "size": len(envelope)}


def put(phone: Phone, envelope: bytes, offset: int, end: int | None = None) -> sync.PhotoStanding:
    with acting(phone.actor):
        return sync.add_piece(
            phone.actor,
            sha256=named(envelope)["sha256"],
            offset=offset,
            content=envelope[offset:end],
            at=now(),
        )


@pytest.mark.django_db
class TestPieces:
    def test_data_first_then_the_photograph_which_arrives_whole(self, street, phone):
        envelope = closed_photo(picture())
        key = phone.visit(street.rooms[1], photos=[named(envelope)])
        assert answered(phone.send(), key) == ("applied", "")
        half = len(envelope) // 2
        assert put(phone, envelope, 0, half).received == half
        done = put(phone, envelope, half)
        assert (done.state, done.received) == (sync.PhotoState.WHOLE, len(envelope))
        with acting(phone.actor):
            (view,) = sync.own_operations(phone.actor)
        (photo,) = view.photos
        with acting(PLATFORM):
            kept = sync.photo_content(photo.id)
        assert Image.open(io.BytesIO(kept)).size == (320, 240)

    def test_before_its_operation_it_is_not_taken(self, street, phone):
        envelope = closed_photo(picture())
        with pytest.raises(NotFound) as refused:
            put(phone, envelope, 0)
        assert refused.value.code == "photo_unknown"

    def test_cut_anywhere_repeated_and_out_of_order_it_goes_on_where_it_was(self, street, phone):
        envelope, chance = closed_photo(picture(2)), random.Random(5)
        phone.visit(street.rooms[1], photos=[named(envelope)])
        phone.send()
        standing = None
        for _ in range(400):
            here = standing.received if standing else 0
            offset = max(0, here + chance.choice([0, 0, 0, -500, 700, -here]))
            standing = (
                put(phone, envelope, offset, offset + chance.randint(1, 3000))
                if offset < len(envelope)
                else standing
            )
            if standing and standing.state is sync.PhotoState.WHOLE:
                break
        assert standing is not None
        assert standing.state is sync.PhotoState.WHOLE

    def test_bytes_that_are_not_of_the_digest_begin_anew(self, street, phone):
        envelope = closed_photo(picture())
        phone.visit(street.rooms[1], photos=[named(envelope)])
        phone.send()
        bad = bytes(len(envelope))
        with acting(phone.actor):
            found = sync.add_piece(
                phone.actor, sha256=named(envelope)["sha256"], offset=0, content=bad, at=now()
            )
        assert (found.state, found.received) == (sync.PhotoState.MISSING, 0)
        assert put(phone, envelope, 0).state is sync.PhotoState.WHOLE

    def test_what_is_no_picture_is_refused_for_itself_and_the_operation_stands(self, street, phone):
        envelope = closed_photo(b"not a picture at all")
        key = phone.visit(street.rooms[1], photos=[named(envelope)])
        phone.send()
        found = put(phone, envelope, 0)
        assert (found.state, found.reason) == (sync.PhotoState.REFUSED, "paper_type")
        assert answered(phone.send(key), key) == ("applied", "")

    def test_what_was_not_closed_for_us_is_refused_for_itself(self, street, phone):
        phone.visit(street.rooms[1], photos=[named(picture())])
        phone.send()
        found = put(phone, picture(), 0)
        assert (found.state, found.reason) == (sync.PhotoState.REFUSED, "photo_damaged")

    def test_one_that_is_too_large_is_not_begun(self, street, phone):
        name = {"sha256": "0" * 64, "size": LARGEST + 1}
        phone.visit(street.rooms[1], photos=[name])
        phone.send()
        with acting(phone.actor), pytest.raises(Refused) as refused:
            sync.add_piece(phone.actor, sha256="0" * 64, offset=0, content=b"x", at=now())
        assert refused.value.code == "photo_too_large"

    def test_one_photograph_of_two_operations_stays_with_both(self, street, phone):
        envelope = closed_photo(picture())
        phone.visit(street.rooms[1], photos=[named(envelope)])
        phone.visit(street.rooms[2], photos=[named(envelope)])
        phone.send()
        put(phone, envelope, 0)
        with acting(phone.actor):
            views = sync.own_operations(phone.actor)
        assert [[p.state for p in v.photos] for v in views] == [[sync.PhotoState.WHOLE]] * 2

    def test_nobody_else_sees_or_continues_it(self, street, phone):
        envelope = closed_photo(picture())
        phone.visit(street.rooms[1], photos=[named(envelope)])
        phone.send()
        other = Phone.enrolled("430181124007")
        with pytest.raises(NotFound):
            put(other, envelope, 0)
        put(phone, envelope, 0)
        with acting(phone.actor):
            (view,) = sync.own_operations(phone.actor)
        with acting(other.actor), pytest.raises(NotFound):
            sync.photo_content(view.photos[0].id)

    def test_it_is_written_anew_without_where_it_was_taken(self, street, phone):
        out = io.BytesIO()
        image, exif = Image.new("RGB", (60, 40), (90, 120, 60)), Image.Exif()
        exif[0x010F] = "a maker"
        image.save(out, "JPEG", exif=exif)
        assert b"a maker" in out.getvalue()
        envelope = closed_photo(out.getvalue())
        phone.visit(street.rooms[1], photos=[named(envelope)])
        phone.send()
        put(phone, envelope, 0)
        with acting(phone.actor):
            (view,) = sync.own_operations(phone.actor)
            assert b"a maker" not in sync.photo_content(view.photos[0].id)


@given(st.integers(1, 60), st.lists(st.tuples(st.integers(0, 70), st.integers(1, 70)), max_size=25))
def test_whatever_pieces_come_the_bytes_here_are_a_beginning_of_the_photograph(size, pieces):
    """The oracle: a list of bytes that is only ever continued."""
    original, here = bytes(range(size)), b""
    for offset, length in pieces:
        content = original[offset : offset + length] + b"\xff" * max(0, offset + length - size)
        step = place(received=len(here), size=size, offset=offset, length=len(content))
        here += content[step.skip : step.skip + step.received - len(here)]
        assert len(here) == step.received
        assert here == original[: len(here)]
        if len(here) == size:
            assert step.complete
            break
        assert not step.complete
