"""What a phone sends arrives once, each operation for itself, whatever happened on the way."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest

from anju.domains.access import api as access
from anju.domains.fieldwork.api import sync
from anju.domains.fieldwork.models import Operation
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed
from tests.factories.field import Phone, answered
from tests.factories.people import somebody
from tests.factories.register import ELSEWHERE, HERE, NEXT_DOOR, PLATFORM, Street, building
from tests.factories.staff import actor as account

pytestmark = pytest.mark.django_db
NEW = somebody("田初见", 71, area="430102")
OTHER = somebody("江又来", 72, area="430103")


@pytest.fixture
def street(tables: object, db: None) -> Street:
    return Street.built()


@pytest.fixture
def phone(street: Street) -> Phone:
    return Phone.enrolled()


def living(home: places.HomeView) -> list[str]:
    """Names of who lives in a home today."""
    with acting(PLATFORM):
        stays = register.occupants([home.id], as_of=local_date(now()))
        return sorted(p.name for p in _persons([s.person_id for s in stays]))


def kept(**narrowed: object) -> list[Operation]:
    """What is stored of operations, whoever sent them."""
    with acting(PLATFORM):
        return list(Operation.objects.filter(**narrowed).order_by("id"))


def _persons(ids: list[int]) -> Iterator[object]:
    from anju.domains.people import api as people

    return iter(people.persons(ids).values())


def home_now(home: places.HomeView) -> places.HomeView:
    return places.homes([home.id])[home.id]


class TestADaysWork:
    def test_each_kind_is_applied(self, street, phone):
        free = street.rooms[2]
        entered = phone.home("404")
        keys = {
            "move_in": phone.move_in(NEW, free),
            "new_home": entered,
            "into_new": phone.move_in(OTHER, entered),
            "change": phone.change(free, capacity=(2, 3), dwelling=("02", "01")),
            "visit": phone.visit(street.rooms[3]),
        }
        keys["move_out"] = phone.write(
            "move_out",
            home={"code": street.rooms[0].code},
            content={"person": street.child, "end": f"{street.today:%Y-%m-%d}"},
        )
        answers = phone.send()
        assert {n: answered(answers, k) for n, k in keys.items()} == dict.fromkeys(
            keys, ("applied", "")
        )
        assert living(free) == ["田初见"]
        assert (home_now(free).capacity, home_now(free).dwelling) == (3, "01")
        made = places.home_by_code(answers[entered].facts["home"])
        assert living(made) == ["江又来"]
        assert living(street.rooms[0]) == ["单文静"]

    def test_who_declared_it_when_and_by_which_channel_is_kept(self, street, phone):
        key = phone.move_in(NEW, street.rooms[2])
        phone.clock += 3 * 3600 * 1000
        arrived = now()
        phone.send(at=arrived)
        (row,) = kept(key=key)
        assert arrived - row.declared_at == timedelta(hours=3, seconds=1)
        with acting(PLATFORM):
            (stay,) = register.occupants([street.rooms[2].id], as_of=street.today)
        assert (stay.channel, stay.declaration_id) == ("grid", row.declaration_id)

    def test_a_request_leaves_one_line_in_the_trail_besides_what_it_does(self, street, phone):
        phone.visit(street.rooms[1])
        phone.visit(street.rooms[2])
        phone.send()
        (line,) = audit.entries(PLATFORM, action="field.receive")
        assert line.detail["applied"] == 2
        assert line.detail["device"] == phone.code


class TestAgain:
    def test_the_same_request_again_changes_nothing_and_is_answered_alike(self, street, phone):
        phone.move_in(NEW, street.rooms[2])
        phone.change(street.rooms[2], capacity=(2, 3))
        phone.write("nonsense")
        first, second = phone.send(batch="b1"), phone.send(batch="b1")
        assert first == second
        assert len(kept()) == 3
        assert living(street.rooms[2]) == ["田初见"]

    def test_operations_in_another_batch_and_order_are_answered_as_before(self, street, phone):
        keys = [phone.visit(r) for r in street.rooms[:4]]
        first = phone.send(keys[0], keys[1])
        again = phone.send(keys[3], keys[1], keys[0], keys[2])
        assert again[keys[0]] == first[keys[0]]
        assert len(kept()) == 4

    def test_a_batch_key_that_comes_with_other_operations_is_refused_whole(self, street, phone):
        one, two = phone.visit(street.rooms[1]), phone.visit(street.rooms[2])
        phone.send(one, batch="b1")
        for keys in ([two], [one, two]):
            with pytest.raises(Conflict) as refused:
                phone.send(*keys, batch="b1")
            assert refused.value.code == "key_used_for_another"
        assert len(kept()) == 1
        assert answered(phone.send(one, two, batch="b2"), two) == ("applied", "")

    def test_other_content_under_a_used_key_is_kept_for_a_person_and_the_first_stands(
        self, street, phone
    ):
        key = phone.change(street.rooms[2], capacity=(2, 3))
        phone.send()
        changed = json.loads(phone.log[key])
        changed["changes"]["capacity"]["value"] = 5
        phone.put(key, json.dumps(changed))
        for _ in range(2):
            assert answered(phone.send(key), key) == ("quarantined", "key_used_for_another")
        assert home_now(street.rooms[2]).capacity == 3
        assert len(kept(key=key)) == 2

    def test_two_phones_of_one_holder_that_hold_the_same_queue_enter_it_once(self, street, phone):
        key = phone.move_in(NEW, street.rooms[2])
        other = Phone.of(phone.user)
        other.put(key, phone.log[key])
        assert answered(phone.send(key), key) == answered(other.send(key), key)
        assert len(kept()) == 1

    def test_two_holders_never_share_a_key(self, street, phone):
        key = phone.visit(street.rooms[2])
        other = Phone.enrolled()
        other.put(key, phone.log[key])
        phone.send(key)
        assert answered(other.send(key), key) == ("applied", "")
        assert len(kept(key=key, first=True)) == 2

    def test_what_the_office_has_undone_meanwhile_is_not_entered_again(self, street, phone):
        key = phone.move_in(NEW, street.rooms[2])
        phone.send()
        (row,) = kept(key=key)
        with acting(PLATFORM):
            register.undo(register.batch_of(row.declaration_id), actor=PLATFORM, at=now())
        phone.send(key)
        assert living(street.rooms[2]) == []


BAD = {
    "no JSON": "not json at all",
    "deep": "[" * 50_000,
    "a list": "[1]",
    "no version": '{"key": "KEY"}',
    "a version of tomorrow": '{"v": 99, "key": "KEY"}',
    "a kind of tomorrow": '{"v": 1, "key": "KEY", "kind": "teleport", "number": 1, "at": 1}',
    "another key inside": '{"v": 1, "key": "00000000-0000-4000-8000-000000000000", "kind": "visit"}',
    "half a character": '{"v": 1, "key": "KEY", "kind": "visit", "number": 1, "at": 1,'
    ' "home": {"code": "\\ud800"}}',
    "a zero byte": '{"v": 1, "key": "KEY", "kind": "visit", "number": 1, "at": 1,'
    ' "home": {"code": "x\\u0000"}}',
    "a number beyond all": '{"v": 1, "key": "KEY", "kind": "visit", "number": 1e999, "at": 1}',
    "a change of nothing": '{"v": 1, "key": "KEY", "kind": "change", "number": 1, "at": 1,'
    ' "home": {"code": "x"}}',
}


class TestOneBadOperation:
    @pytest.mark.parametrize("text", BAD.values(), ids=BAD)
    def test_is_kept_with_its_reason_and_holds_up_none(self, street, phone, text):
        before = phone.visit(street.rooms[1])
        bad = str(uuid.uuid4())
        phone.put(bad, text.replace("KEY", bad))
        after = phone.visit(street.rooms[2])
        answers = phone.send()
        assert answered(answers, before) == answered(answers, after) == ("applied", "")
        assert answers[bad].status is sync.Status.QUARANTINED
        assert answers[bad].reason in (
            "operation_unreadable",
            "operation_version",
            "operation_kind",
        )

    def test_an_envelope_for_another_installation_is_kept_as_it_is(self, street, phone):
        key = phone.visit(street.rooms[1])
        phone.envelopes[key] = b"\x01\x01" + bytes(200)
        assert answered(phone.send(), key) == ("quarantined", "operation_unreadable")

    def test_an_error_of_the_program_quarantines_the_one_operation(
        self, street, phone, monkeypatch
    ):
        def broken(*_: object, **__: object) -> None:
            raise RuntimeError("an error of ours")

        bad = phone.change(street.rooms[1], capacity=(2, 3))
        good = phone.visit(street.rooms[2])
        monkeypatch.setattr(places, "change_home", broken)
        answers = phone.send()
        assert answered(answers, bad) == ("quarantined", "operation_failed")
        assert answered(answers, good) == ("applied", "")

    def test_what_the_register_refuses_is_refused_with_its_reason(self, street, phone):
        wrong = phone.write(
            "move_in",
            home={"code": street.rooms[2].code},
            content={"name": "田初见", "doc_number": NEW.wrong_number, "start": "2026-01-01"},
        )
        late = phone.move_in(OTHER, street.rooms[2], start="2199-01-01")
        odd = phone.write(
            "move_in", home={"code": street.rooms[2].code}, content={"name": "甲", "start": "昨天"}
        )
        answers = phone.send()
        assert answered(answers, wrong) == ("refused", "id_checksum")
        assert answered(answers, late) == ("refused", "date_too_late")
        assert answered(answers, odd) == ("refused", "field_value")

    def test_what_the_register_doubts_waits_there_and_its_decision_is_told_later(
        self, street, phone
    ):
        key = phone.write(
            "move_in",
            home={"code": street.rooms[2].code},
            content={
                **{k: v for k, v in NEW.item.items() if k != "phone"},
                "name": "另一人",
                "start": "2026-01-01",
            },
        )
        phone.move_in(NEW, street.rooms[1], key=str(uuid.uuid4()))
        first = [k for k in phone.log if k != key]
        phone.send(*first)
        assert answered(phone.send(key), key) == ("waiting", "name_differs")
        with acting(PLATFORM):
            (item,) = (
                [r for r in register.open_reviews() if True]
                if False
                else register.waiting_in((HERE,), at=now())
            )
            register.decide(item.id, decision="refuse", actor=PLATFORM, at=now(), note="不是本人")
        with acting(phone.actor):
            (told,) = sync.standing([key], actor=phone.actor)
        assert (told.status.value, told.reason) == ("refused", "decided_against")


class TestOrder:
    def test_what_comes_before_what_it_builds_on_waits_and_is_applied_then(self, street, phone):
        entered = phone.home("405")
        into = phone.move_in(NEW, entered)
        assert answered(phone.send(into), into) == ("waiting", "earlier_missing")
        answers = phone.send(entered)
        assert answered(answers, entered) == ("applied", "")
        assert answered(phone.send(into), into) == ("applied", "")
        assert living(places.home_by_code(answers[entered].facts["home"])) == ["田初见"]

    def test_within_one_request_too(self, street, phone):
        entered = phone.home("406")
        into = phone.move_in(NEW, entered)
        answers = phone.send(into, entered)
        assert answered(answers, into) == answered(answers, entered) == ("applied", "")

    def test_a_chain_of_changes_of_one_field_in_any_order_ends_at_the_last(self, street, phone):
        home = street.rooms[2]
        one = phone.change(home, capacity=(2, 3))
        two = phone.write(
            "change",
            home={"code": home.code},
            after=[one],
            changes={"capacity": {"base": 3, "value": 4}},
        )
        phone.send(two)
        answers = phone.send(one)
        assert answered(answers, one) == ("applied", "")
        assert answered(phone.send(two), two) == ("applied", "")
        assert home_now(home).capacity == 4

    def test_what_builds_on_what_was_refused_waits_for_the_office(self, street, phone):
        entered = phone.write("home", content={"region": HERE, "address": "", "room": "1"})
        into = phone.move_in(NEW, entered)
        answers = phone.send()
        assert answered(answers, entered) == ("refused", "address_missing")
        assert answered(answers, into) == ("waiting", "earlier_refused")


class TestWithdrawing:
    def test_a_move_in_is_undone(self, street, phone):
        entered = phone.move_in(NEW, street.rooms[2])
        phone.send()
        back = phone.write("withdraw", after=[entered], withdraws=entered)
        assert answered(phone.send(back), back) == ("applied", "")
        assert living(street.rooms[2]) == []
        assert answered(phone.send(entered), entered) == ("refused", "withdrawn")

    def test_before_it_was_sent_as_well(self, street, phone):
        entered = phone.move_in(NEW, street.rooms[2])
        phone.write("withdraw", after=[entered], withdraws=entered)
        phone.send()
        assert living(street.rooms[2]) == []

    def test_before_what_it_withdraws_has_come(self, street, phone):
        entered = phone.move_in(NEW, street.rooms[2])
        back = phone.write("withdraw", after=[entered], withdraws=entered)
        assert answered(phone.send(back), back) == ("waiting", "earlier_missing")
        phone.send(entered)
        assert answered(phone.send(back), back) == ("applied", "")
        assert living(street.rooms[2]) == []

    def test_what_has_been_built_upon_is_for_the_office(self, street, phone):
        entered = phone.home("407")
        phone.move_in(NEW, entered)
        phone.send()
        back = phone.write("withdraw", after=[entered], withdraws=entered)
        assert answered(phone.send(back), back) == ("waiting", "undo_by_office")


class TestFields:
    def test_different_fields_of_one_home_merge(self, street, phone):
        home = street.rooms[2]
        key = phone.change(home, dwelling=("02", "01"))
        with acting(PLATFORM):
            places.change_home(home.id, {"capacity": 6}, actor=PLATFORM, at=now())
        assert answered(phone.send(), key) == ("applied", "")
        assert (home_now(home).capacity, home_now(home).dwelling) == (6, "01")

    def test_the_same_field_on_both_sides_waits_for_a_person_with_both_values(self, street, phone):
        home = street.rooms[2]
        key = phone.change(home, capacity=(2, 3), dwelling=("02", "01"))
        with acting(PLATFORM):
            places.change_home(home.id, {"capacity": 6}, actor=PLATFORM, at=now())
        answer = phone.send()[key]
        assert (answer.status.value, answer.reason) == ("waiting", "both_changed")
        assert answer.facts["conflicts"] == {"capacity": {"base": 2, "device": 3, "office": 6}}
        assert (home_now(home).capacity, home_now(home).dwelling) == (6, "01")

    def test_both_sides_alike_is_no_conflict(self, street, phone):
        home = street.rooms[2]
        key = phone.change(home, capacity=(2, 6))
        with acting(PLATFORM):
            places.change_home(home.id, {"capacity": 6}, actor=PLATFORM, at=now())
        assert answered(phone.send(), key) == ("unchanged", "")

    def test_a_value_that_no_home_has_is_refused(self, street, phone):
        many = phone.change(street.rooms[2], capacity=(2, 1000))
        odd = phone.change(street.rooms[2], dwelling=("02", "宫殿"))
        answers = phone.send()
        assert answered(answers, many) == ("refused", "capacity_invalid")
        assert answered(answers, odd) == ("refused", "dwelling_unknown")


class TestWithoutTheRight:
    def work(self, phone: Phone, street: Street) -> list[str]:
        return [
            phone.move_in(NEW, street.rooms[2]),
            phone.change(street.rooms[2], capacity=(2, 3)),
            phone.visit(street.rooms[2]),
            phone.home("501"),
        ]

    def revoke_grants(self, phone: Phone) -> None:
        me = account(phone.user)
        for grant in access.user_value(me, user_id=phone.user).grants:
            access.revoke(PLATFORM, grant_id=grant.id, reason="换人", at=now())

    def test_after_the_grid_went_to_somebody_else_all_work_arrives_for_the_office(
        self, street, phone
    ):
        keys = self.work(phone, street)
        self.revoke_grants(phone)
        access.grant(PLATFORM, user_id=phone.user, role="grid", region=ELSEWHERE, at=now())
        answers = phone.send()
        assert {answered(answers, k) for k in keys} == {("waiting", "for_office")}
        assert all(a.facts == {} for a in answers.values())
        assert living(street.rooms[2]) == []
        with acting(PLATFORM):
            found, count = sync.open_operations(PLATFORM)
        assert count == len(keys)
        assert {(o.region, o.reason) for o in found} == {(HERE, "outside_area")}

    def test_with_no_grant_at_all_too(self, street, phone):
        keys = self.work(phone, street)
        self.revoke_grants(phone)
        answers = phone.send()
        assert {answered(answers, k) for k in keys} == {("waiting", "for_office")}

    def test_from_a_device_that_was_revoked(self, street, phone):
        keys = self.work(phone, street)
        me = account(phone.user)
        sync.revoke_device(me, code=phone.code, reason="丢失", at=now())
        answers = phone.send()
        assert {answered(answers, k) for k in keys} == {("waiting", "for_office")}
        with acting(PLATFORM):
            found, _ = sync.open_operations(PLATFORM)
        assert {o.reason for o in found} == {"device_revoked"}

    def test_from_a_closed_account(self, street, phone):
        keys = self.work(phone, street)
        access.set_active(PLATFORM, user_id=phone.user, active=False, reason="离职", at=now())
        answers = phone.send()
        assert {answered(answers, k) for k in keys} == {("waiting", "for_office")}

    def test_a_home_that_never_was_and_one_of_another_grid_look_alike(self, street, phone):
        never = phone.write("visit", home={"code": "NEVERWAS"}, content={"result": "nobody"})
        theirs = phone.visit(street.far[0])
        answers = phone.send()
        assert answered(answers, never) == answered(answers, theirs) == ("waiting", "for_office")
        assert answers[never].facts == answers[theirs].facts == {}

    def test_a_change_where_the_right_ended_does_not_tell_the_present_value(self, street, phone):
        key = phone.change(street.dormitory[0], capacity=(8, 9))
        with acting(PLATFORM):
            places.change_home(street.dormitory[0].id, {"capacity": 5}, actor=PLATFORM, at=now())
        answer = phone.send()[key]
        assert (answer.reason, answer.facts) == ("for_office", {})

    def test_nobody_comes_without_a_device(self, street, phone):
        plain = account(phone.user)
        with acting(plain), pytest.raises(NotAllowed) as refused:
            sync.receive_operations(plain, batch_key="b", sent_at=1, sent=[], at=now())
        assert refused.value.code == "device_missing"


class TestClocks:
    @pytest.mark.parametrize(
        ("device", "ago"), [(-86_400_000, 86_400_000), (86_400_000, 0), (-(10**13), 0)]
    )
    def test_the_devices_own_clock_only_tells_how_long_ago(self, street, phone, device, ago):
        key = phone.visit(street.rooms[1])
        text = json.loads(phone.log[key])
        text["at"] = max(0, phone.clock + 1000 + device)
        phone.put(key, json.dumps(text))
        at = now()
        phone.send(at=at)
        (row,) = kept(key=key)
        assert at - row.declared_at == timedelta(milliseconds=ago)

    def test_a_copy_of_the_device_that_numbers_anew_is_noticed(self, street, phone):
        phone.visit(street.rooms[1])
        phone.send()
        copy = Phone(phone.user, phone.secret, phone.code)
        copy.visit(street.rooms[2])
        assert answered(copy.send(), next(iter(copy.log))) == ("applied", "")
        assert sync.device_of(phone.actor, at=now()).numbers_differ


def test_numbers_are_stored_nowhere_in_clear(street, phone):
    phone.move_in(NEW, street.rooms[2])
    phone.send()
    for row in kept():
        stored = f"{row.facts}{row.key}{row.reason}".encode() + bytes(row.payload_cipher)
        assert NEW.doc_number.encode() not in stored


def test_a_building_next_door_is_not_of_this_grid(street):
    """The oracle of jurisdiction: a phone of one community, homes of three."""
    phone = Phone.enrolled(HERE)
    homes = [
        *street.rooms[:2],
        *street.dormitory,
        *street.far,
        *building(NEXT_DOOR, "邻路1号", ["1"]),
    ]
    keys = {phone.visit(h): h for h in homes}
    answers = phone.send()
    for key, home in keys.items():
        expected = ("applied", "") if home.region.startswith(HERE) else ("waiting", "for_office")
        assert answered(answers, key) == expected
