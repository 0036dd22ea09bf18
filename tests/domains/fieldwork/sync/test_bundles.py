"""What a phone carries: its holder's grid, the fewest fields, changes told by sequence."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from anju.domains.access import api as access
from anju.domains.fieldwork.api import sync
from anju.domains.fieldwork.models import Bundle
from anju.domains.fieldwork.sync.data.bundles import KEPT, PERSON_FIELDS
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.foundation.audit import api as audit
from anju.foundation.audit.data import Epoch
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import NotAllowed, NotFound
from tests.factories.field import Phone
from tests.factories.people import somebody
from tests.factories.register import (
    HERE,
    NEXT_DOOR,
    PLATFORM,
    RESIDENT,
    STREET,
    Street,
    declared,
    moved_in,
)
from tests.factories.staff import actor as account

pytestmark = pytest.mark.django_db
NEW = somebody("田初见", 71, area="430102", phone="13912345678")


@pytest.fixture
def street(tables: object, db: None) -> Street:
    return Street.built()


@pytest.fixture
def phone(street: Street) -> Phone:
    return Phone.enrolled()


def by_code(bundle: dict[str, object]) -> dict[str, dict[str, object]]:
    return {h["code"]: h for h in bundle["homes"]}


def holding(bundle: dict[str, object], before: dict[str, object]) -> dict[str, object]:
    """What a phone holds after it has taken a bundle."""
    held = dict(before) if bundle["base"] else {}
    for code in bundle["gone"]:
        held.pop(code)
    return {**held, **by_code(bundle)}


class TestAWholeBundle:
    def test_holds_the_homes_of_the_area_and_who_is_declared_there(self, street, phone):
        found = phone.bundle()
        assert set(by_code(found)) == {h.code for h in street.rooms}
        assert [p["name"] for p in by_code(found)[street.rooms[0].code]["people"]] == [
            "单文静",
            "单小禾",
        ]
        assert found["areas"].keys() == {HERE}
        assert found["offer"].homes == len(street.rooms)

    def test_holds_the_fewest_fields(self, street, phone):
        moved_in(NEW, street.rooms[2])
        found = phone.bundle()
        text = json.dumps(found, default=str, ensure_ascii=False)
        assert set(by_code(found)[street.rooms[2].code]) == {
            "code", "region", "address", "building", "unit", "floor", "room", "capacity",
            "dwelling", "verified", "people",
        }  # fmt: skip
        (person,) = by_code(found)[street.rooms[2].code]["people"]
        assert set(person) == {"person", "name", "document", "since", "until"}
        assert person["document"] == NEW.doc_number[0] + "*" * 15 + NEW.doc_number[-2:]
        assert not re.search(r"\d{17}[0-9X]", text)
        for hidden in (NEW.doc_number, NEW.doc_number[6:14], NEW.phone, RESIDENT.phone):
            assert hidden not in text

    def test_tells_nobody_of_another_grid(self, street, phone):
        moved_in(NEW, street.dormitory[0])
        text = json.dumps(phone.bundle(), default=str, ensure_ascii=False)
        assert "田初见" not in text and "欧阳志强" not in text and "仇远" not in text
        assert street.dormitory[0].code not in text

    def test_is_recorded_with_its_purpose_for_each_person_it_tells_of(self, street, phone):
        phone.bundle()
        lines = audit.entries(PLATFORM, action="field.bundle")
        assert {(e.person_id, e.purpose, e.fields) for e in lines} == {
            (p, "register", PERSON_FIELDS) for p in (street.resident, street.child)
        }

    def test_expires_sooner_where_the_browser_may_throw_it_away(self, street, phone):
        at = now()
        with acting(phone.actor):
            kept = sync.offer_bundle(phone.actor, since=0, areas=(), persisted=True, at=at)
            moved_in(NEW, street.rooms[2])
            loose = sync.offer_bundle(phone.actor, since=0, areas=(), persisted=False, at=at)
        assert kept.valid_until - at == timedelta(days=7)
        assert loose.valid_until - at == timedelta(days=1)


class TestADelta:
    def test_holds_what_changed_and_what_is_gone_and_nothing_else(self, street, phone):
        first = phone.bundle()
        moved_in(NEW, street.rooms[2])
        with acting(PLATFORM):
            places.close_home(street.rooms[5].id, on=street.today)
            places.change_home(street.rooms[3].id, {"capacity": 7}, actor=PLATFORM, at=now())
        second = phone.bundle(first["sequence"], [HERE])
        assert second["base"] == first["sequence"]
        assert set(by_code(second)) == {street.rooms[2].code, street.rooms[3].code}
        assert second["gone"] == [street.rooms[5].code]

    def test_leads_to_the_same_as_a_whole_one_whatever_happened(self, street, phone):
        held, since = {}, 0
        steps = [
            lambda: moved_in(NEW, street.rooms[2]),
            lambda: declared(
                [
                    {
                        **NEW.item,
                        "kind": "leave",
                        "home_code": street.rooms[2].code,
                        "end": street.today,
                    }
                ]
            ),
            lambda: places.change_home(
                street.rooms[1].id, {"dwelling": "01"}, actor=PLATFORM, at=now()
            ),
            lambda: places.close_home(street.rooms[4].id, on=street.today),
            lambda: places.close_home(street.rooms[4].id, on=None),
            lambda: None,
        ]
        for step in steps:
            found = phone.bundle(since, [HERE] if since else [])
            held, since = holding(found, held), found["sequence"]
            with acting(PLATFORM):
                step()
        found = phone.bundle(since, [HERE])
        assert holding(found, held) == by_code(Phone.enrolled().bundle())

    def test_a_merge_of_persons_is_told(self, street, phone):
        other = moved_in(somebody("单文静", 81, area="510823"), street.rooms[3])
        first = phone.bundle()
        from anju.domains.register import api as register

        with acting(PLATFORM):
            register.merge_people(street.resident, other, reason="同一人", actor=PLATFORM, at=now())
        second = phone.bundle(first["sequence"], [HERE])
        told = {p["person"] for h in second["homes"] for p in h["people"]}
        assert other not in told
        assert people.canonical(other) == street.resident

    def test_nothing_new_is_a_small_bundle_that_renews_the_term(self, street, phone):
        first = phone.bundle()
        second = phone.bundle(first["sequence"], [HERE], at=now() + timedelta(days=3))
        assert (second["homes"], second["gone"]) == ([], [])
        assert second["offer"].valid_until - first["offer"].valid_until > timedelta(days=2)
        assert second["offer"].size < 400

    def test_of_a_sequence_nobody_knows_any_more_is_whole(self, street, phone):
        assert phone.bundle(12345, [HERE])["base"] == 0

    def test_another_phone_of_the_same_holder_has_its_own_sequence(self, street, phone):
        first = phone.bundle()
        other = Phone.of(phone.user)
        assert other.bundle(first["sequence"], [HERE])["base"] == 0

    def test_numbers_never_repeat_after_a_restore(self, street, phone, monkeypatch):
        first = phone.bundle()
        with acting(phone.actor):
            Bundle.objects.all().delete()  # as the backup was taken before it
        monkeypatch.setattr(
            "anju.domains.fieldwork.sync.operations.bundles.epoch", lambda: Epoch(1)
        )
        moved_in(NEW, street.rooms[2])
        second = phone.bundle(first["sequence"], [HERE])
        assert second["base"] == 0
        assert second["sequence"] > first["sequence"] + 1000
        assert second["epoch"] == 1


class TestHandingOver:
    def test_goes_on_at_the_byte_at_which_it_stopped(self, street, phone):
        with acting(phone.actor):
            offer = sync.offer_bundle(phone.actor, since=0, areas=(), persisted=True, at=now())
            whole = sync.bundle_piece(phone.actor, code=offer.code, offset=0, at=now())
            cut = len(whole) // 3
            rest = sync.bundle_piece(phone.actor, code=offer.code, offset=cut, at=now())
        assert whole[:cut] + rest == whole
        assert len(whole) == offer.size

    def test_the_same_bundle_is_offered_again_while_nothing_changed(self, street, phone):
        first, second = phone.bundle(), phone.bundle()
        assert first["offer"].code == second["offer"].code
        assert len(audit.entries(PLATFORM, action="field.bundle")) == 2
        moved_in(NEW, street.rooms[2])
        assert phone.bundle()["offer"].code != first["offer"].code

    def test_nobody_else_can_fetch_it(self, street, phone):
        offer = phone.bundle()["offer"]
        for other in (Phone.of(phone.user), Phone.enrolled()):
            with acting(other.actor), pytest.raises(NotFound) as refused:
                sync.bundle_piece(other.actor, code=offer.code, offset=0, at=now())
            assert refused.value.code == "bundle_unknown"

    def test_it_can_be_fetched_for_a_day_and_is_then_removed(self, street, phone):
        offer = phone.bundle()["offer"]
        late = now() + KEPT
        with acting(phone.actor), pytest.raises(NotFound):
            sync.bundle_piece(phone.actor, code=offer.code, offset=0, at=late)
        with acting(PLATFORM):
            assert sync.sweep_bundles(at=late) == 1
            assert sync.sweep_bundles(at=late) == 0

    def test_it_is_stored_as_ciphertext(self, street, phone):
        phone.bundle()
        with acting(PLATFORM):
            (row,) = Bundle.objects.all()
        assert "单文静".encode() not in bytes(row.cipher)
        assert bytes(row.cipher)[90:92] != b"\x1f\x8b"


class TestWithoutTheRight:
    def test_after_the_grid_went_to_another_holder_only_the_new_one_is_given(self, street, phone):
        first = phone.bundle()
        me = account(phone.user)
        (grant,) = access.user_value(me, user_id=phone.user).grants
        access.revoke(PLATFORM, grant_id=grant.id, reason="换网格", at=now())
        access.grant(PLATFORM, user_id=phone.user, role="grid", region=NEXT_DOOR, at=now())
        moved_in(NEW, street.rooms[2])
        second = phone.bundle(first["sequence"], [HERE])
        assert second["base"] == 0
        assert set(by_code(second)) == {h.code for h in street.dormitory}
        assert "田初见" not in json.dumps(second, default=str, ensure_ascii=False)

    @pytest.mark.parametrize("how", ["revoked", "closed", "ended", "expired"])
    def test_nothing_is_given(self, street, phone, how):
        offer, me = phone.bundle()["offer"], account(phone.user)
        codes = {"revoked": "device_revoked", "expired": "device_expired"}
        if how == "revoked":
            sync.revoke_device(me, code=phone.code, reason="丢失", at=now())
        if how == "closed":
            access.set_active(PLATFORM, user_id=me.user_id, active=False, reason="离职", at=now())
        if how == "ended":
            (grant,) = access.user_value(me, user_id=phone.user).grants
            access.revoke(PLATFORM, grant_id=grant.id, reason="离岗", at=now())
        at = now() + timedelta(days=181 if how == "expired" else 0)
        with acting(phone.actor), pytest.raises(NotAllowed) as refused:
            sync.offer_bundle(phone.actor, since=0, areas=(), persisted=True, at=at)
        assert refused.value.code == codes.get(how, "field_without_area")
        if how in codes:
            with acting(phone.actor), pytest.raises(NotAllowed):
                sync.bundle_piece(phone.actor, code=offer.code, offset=0, at=at)

    def test_a_street_officer_has_nothing_to_carry(self, street):
        with pytest.raises(NotAllowed):
            Phone.enrolled(STREET, role="street")
