"""The office decides what could not count by itself; a decision counts once and lets go what waited for it."""

from __future__ import annotations

import pytest

from anju.domains.access import api as access
from anju.domains.fieldwork.api import sync
from anju.domains.fieldwork.api.sync import Decision, Side
from anju.domains.people import api as people
from anju.domains.places import api as places
from anju.domains.register import api as register
from anju.foundation.actor import Actor
from anju.foundation.audit import api as audit
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories import staff
from tests.factories.field import Phone, answered
from tests.factories.people import somebody
from tests.factories.register import ELSEWHERE, HERE, OTHER_STREET, PLATFORM, STREET, Street

pytestmark = pytest.mark.django_db
NEW = somebody("田初见", 71, area="430102")


@pytest.fixture
def street(tables: object, db: None) -> Street:
    return Street.built()


@pytest.fixture
def phone(street: Street) -> Phone:
    return Phone.enrolled()


@pytest.fixture
def office(street: Street) -> Actor:
    return staff.actor(staff.staff("office-field", ("street", STREET)))


def waiting(office: Actor) -> list[sync.OperationView]:
    with acting(office):
        return sync.open_operations(office)[0]


def decided(office: Actor, item: sync.OperationView, decision: Decision, **more: object) -> object:
    with acting(office):
        return sync.decide_operation(item.id, decision=decision, actor=office, at=now(), **more)


def living(home: places.HomeView) -> list[str]:
    with acting(PLATFORM):
        stays = register.occupants([home.id], as_of=local_date(now()))
        return sorted(p.name for p in people.persons([s.person_id for s in stays]).values())


def lose_grid(phone: Phone) -> None:
    me = staff.actor(phone.user)
    for grant in access.user_value(me, user_id=phone.user).grants:
        access.revoke(PLATFORM, grant_id=grant.id, reason="换人", at=now())


def conflict(phone: Phone, street: Street) -> str:
    key = phone.change(street.rooms[2], capacity=(2, 3), dwelling=("02", "01"))
    with acting(PLATFORM):
        places.change_home(street.rooms[2].id, {"capacity": 6}, actor=PLATFORM, at=now())
    phone.send(key)
    return key


class TestBothValues:
    @pytest.mark.parametrize(("side", "capacity"), [(Side.DEVICE, 3), (Side.OFFICE, 6)])
    def test_the_chosen_value_stands(self, street, phone, office, side, capacity):
        key = conflict(phone, street)
        (item,) = waiting(office)
        assert item.decidable == (Decision.ACCEPT, Decision.REFUSE)
        decided(office, item, Decision.ACCEPT, sides={"capacity": side})
        assert places.homes([street.rooms[2].id])[street.rooms[2].id].capacity == capacity
        assert answered(phone.send(key), key)[0] in ("applied", "unchanged")
        assert waiting(office) == []

    def test_without_a_choice_nothing_is_decided(self, street, phone, office):
        conflict(phone, street)
        (item,) = waiting(office)
        with pytest.raises(Refused) as refused:
            decided(office, item, Decision.ACCEPT)
        assert (refused.value.code, refused.value.params["field"]) == ("side_missing", ["capacity"])
        assert len(waiting(office)) == 1

    def test_a_later_change_of_the_office_is_looked_at_again(self, street, phone, office):
        conflict(phone, street)
        (item,) = waiting(office)
        with acting(PLATFORM):
            places.change_home(street.rooms[2].id, {"capacity": 3}, actor=PLATFORM, at=now())
        decided(office, item, Decision.ACCEPT)
        assert places.homes([street.rooms[2].id])[street.rooms[2].id].capacity == 3


class TestWorkOfSomebodyWhoseGridItWas:
    def test_it_counts_as_declared_by_them_once_the_office_accepts_it(self, street, phone, office):
        key = phone.move_in(NEW, street.rooms[2])
        lose_grid(phone)
        phone.send()
        (item,) = waiting(office)
        assert (item.reason, item.content["name"]) == ("outside_area", "田初见")
        assert item.content["doc_number"] == NEW.doc_number[0] + "*" * 15 + NEW.doc_number[-2:]
        decided(office, item, Decision.ACCEPT)
        assert living(street.rooms[2]) == ["田初见"]
        with acting(PLATFORM):
            (stay,) = register.occupants([street.rooms[2].id], as_of=street.today)
            (line,) = register.submission_receipt(register.batch_of(stay.declaration_id)).lines
            assert (
                register.submission_receipt(register.batch_of(stay.declaration_id)).source
                == f"user:{phone.user}"
            )
        assert line.status == "applied"
        assert answered(phone.send(key), key) == ("applied", "")

    def test_what_waited_for_it_is_looked_at_by_the_rights_of_its_sender(
        self, street, phone, office
    ):
        entered = phone.home("601")
        into = phone.move_in(NEW, entered)
        lose_grid(phone)
        phone.send()
        first, second = waiting(office)
        assert (first.reason, second.reason) == ("outside_area", "earlier_waiting")
        decided(office, first, Decision.ACCEPT)
        (left,) = waiting(office)
        assert (left.key, left.reason) == (into, "outside_area")
        decided(office, left, Decision.ACCEPT)
        made = places.home_by_code(phone.send(entered)[entered].facts["home"])
        assert living(made) == ["田初见"]

    def test_refused_it_is_told_so(self, street, phone, office):
        key = phone.move_in(NEW, street.rooms[2])
        lose_grid(phone)
        phone.send()
        decided(office, waiting(office)[0], Decision.REFUSE, note="此人未在此居住")
        answer = phone.send(key)[key]
        assert (answer.status.value, answer.reason) == ("refused", "refused_by_office")
        assert living(street.rooms[2]) == []


class TestAHomeThatIsGone:
    def test_the_office_says_which_is_meant(self, street, phone, office):
        key = phone.write(
            "move_in",
            home={"code": "GONE2345"},
            content={
                "name": NEW.name,
                "doc_type": "111",
                "doc_number": NEW.doc_number,
                "start": f"{street.today:%Y-%m-%d}",
            },
        )
        phone.send()
        (item,) = waiting(office)
        with pytest.raises(Refused) as refused:
            decided(office, item, Decision.ACCEPT)
        assert refused.value.code == "operation_still_waits"
        decided(office, item, Decision.ACCEPT, home_code=street.rooms[3].code)
        assert living(street.rooms[3]) == ["田初见"]
        assert answered(phone.send(key), key) == ("applied", "")


class TestAHomeLikeOneThatIsThere:
    """和平街1号 301 beside 1片和平街1号301室 of the same community."""

    @pytest.fixture
    def there(self, street: Street) -> places.HomeView:
        with acting(PLATFORM):
            return places.enter_home(
                actor=PLATFORM, at=now(), region=HERE, address="1片和平街1号", room="301室"
            )

    @pytest.mark.parametrize(
        ("address", "room"),
        [("和平街1号", "301"), ("和平街 １号 301室", ""), ("和平街1", "３０１室")],
    )
    def test_it_waits_for_a_person_who_says_it_is_that_one(
        self, street, there, phone, office, address, room
    ):
        key = phone.home(room, address=address)
        phone.move_in(NEW, key)
        answers = phone.send()
        assert answered(answers, key) == ("waiting", "for_office")
        assert not answers[key].facts
        first, second = waiting(office)
        assert (first.reason, second.reason) == ("home_alike", "earlier_waiting")
        assert [h["code"] for h in first.facts["homes"]] == [there.code]
        with pytest.raises(NotFound):
            decided(office, first, Decision.ACCEPT, home_code="NONE2345")
        decided(office, first, Decision.ACCEPT, home_code=there.code)
        assert living(there) == ["田初见"]
        assert phone.send(key)[key].facts["home"] == there.code

    def test_or_that_it_is_another_one(self, street, there, phone, office):
        key = phone.home("301", address="和平街1号")
        phone.send()
        decided(office, waiting(office)[0], Decision.ACCEPT)
        assert phone.send(key)[key].facts["home"] != there.code

    @pytest.mark.parametrize(
        ("address", "room"), [("和平街1号", "302"), ("和平街11号", "301"), ("1片和平街1号", "301")]
    )
    def test_another_room_or_number_and_the_same_words_need_nobody(
        self, street, there, phone, office, address, room
    ):
        key = phone.home(room, address=address)
        assert answered(phone.send(), key) == ("applied", "")
        assert waiting(office) == []


class TestQuarantine:
    def test_it_is_closed_with_a_note_and_never_applied(self, street, phone, office):
        phone.write("teleport")
        phone.send()
        (item,) = waiting(office)
        assert item.decidable == (Decision.CLOSE,)
        with pytest.raises(Refused) as refused:
            decided(office, item, Decision.ACCEPT)
        assert refused.value.code == "decision_unfit"
        decided(office, item, Decision.CLOSE, note="电话核实，已重新登记")
        assert waiting(office) == []

    def test_other_content_under_a_used_key_leaves_the_first_as_it_is(self, street, phone, office):
        key = phone.visit(street.rooms[1])
        phone.send()
        phone.put(key, phone.log[key].replace("nobody", "met"))
        phone.send(key)
        (item,) = waiting(office)
        decided(office, item, Decision.CLOSE, note="重复")
        with acting(phone.actor):
            (standing,) = sync.standing([key], actor=phone.actor)
        assert standing.status is sync.Status.APPLIED


class TestWho:
    def test_another_street_does_not_see_it(self, street, phone, office):
        conflict(phone, street)
        (item,) = waiting(office)
        elsewhere = staff.actor(staff.staff("office-far", ("street", OTHER_STREET)))
        assert waiting(elsewhere) == []
        with pytest.raises(NotFound):
            decided(elsewhere, item, Decision.REFUSE, note="x")

    def test_its_sender_cannot_decide(self, street, phone, office):
        conflict(phone, street)
        (item,) = waiting(office)
        with pytest.raises(NotAllowed):
            decided(staff.actor(phone.user), item, Decision.REFUSE, note="x")

    def test_it_is_decided_once_and_leaves_a_trace(self, street, phone, office):
        conflict(phone, street)
        (item,) = waiting(office)
        decided(office, item, Decision.REFUSE, note="以登记为准")
        with pytest.raises(Conflict) as refused:
            decided(office, item, Decision.REFUSE, note="再来")
        assert refused.value.code == "operation_decided"
        (line,) = audit.entries(PLATFORM, action="field.refuse")
        assert (line.user_id, line.detail["kind"]) == (office.user_id, "change")

    def test_refusing_is_explained(self, street, phone, office):
        conflict(phone, street)
        with pytest.raises(Refused) as refused:
            decided(office, waiting(office)[0], Decision.REFUSE)
        assert refused.value.code == "reason_missing"

    def test_what_waits_in_the_register_is_decided_there(self, street, phone, office):
        phone.move_in(NEW, street.rooms[1])
        phone.send()
        other = phone.write(
            "move_in",
            home={"code": street.rooms[2].code},
            content={
                "name": "另一人",
                "doc_type": "111",
                "doc_number": NEW.doc_number,
                "start": "2026-01-01",
            },
        )
        assert answered(phone.send(other), other) == ("waiting", "name_differs")
        assert waiting(office) == []
        with acting(office):
            assert sync.count_open(office) == 0


def test_the_list_is_of_the_offices_areas_alone_and_counted(street, office):
    here, there = Phone.enrolled(HERE), Phone.enrolled(ELSEWHERE)
    for phone in (here, there):
        phone.write("teleport")
        phone.send()
    assert [o.region for o in waiting(office)] == [HERE]
    with acting(office):
        assert sync.count_open(office) == 1
