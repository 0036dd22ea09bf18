"""Joining and leaving are everybody's own acts; who belongs is seen by the member and the contact people alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction

from anju.domains.groups.api import membership
from anju.domains.groups.api.membership import GroupState, Role
from anju.domains.groups.membership.models import MemberRow
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.domains.groups.town import (
    FAR_OFFICE,
    HERE,
    LEADER,
    OFFICE,
    STRANGER,
    STREET,
    Street,
    founded,
    holder,
    joined,
    key,
    landlord,
    resident,
    seated,
)

FOUNDER = resident(101)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def asked(name: str = "老乡联络组", purpose: str = "互相帮忙", kind="hometown", actor=FOUNDER, **m):
    with acting(actor):
        return membership.found_group(
            kind,
            m.pop("region", HERE),
            name,
            purpose,
            own_name="周大姐",
            key=m.pop("key", key()),
            actor=actor,
            at=now(),
            **m,
        )


def test_a_group_is_asked_for_recognised_and_joined(street):
    made = asked(key="same")
    assert asked(key="same") == made, "the same request again"
    assert membership.group(made).state is GroupState.ASKED
    with acting(resident(102)), pytest.raises(Conflict, match="group_closed"):
        membership.join_group(made, "小李", actor=resident(102), at=now())
    for other in (FAR_OFFICE, LEADER, FOUNDER, STRANGER):
        with acting(other), pytest.raises(NotAllowed):
            membership.decide_group(made, recognise=True, actor=other, at=now())
    with acting(OFFICE):
        with pytest.raises(Refused, match="group_reason"):
            membership.decide_group(made, recognise=False, actor=OFFICE, at=now())
        membership.decide_group(made, recognise=True, actor=OFFICE, at=now())
        membership.decide_group(made, recognise=True, actor=OFFICE, at=now())
    first, again = joined(made, resident(102), resident(102))
    assert first == again and membership.group(made).members == 2


def test_leaving_takes_one_act_and_nobody_else_can_do_it(street):
    made = founded(FOUNDER)
    member, _ = joined(made, resident(102), resident(103))
    seated(made, FOUNDER, member, resident(102), Role.MEDIATOR)
    day = local_date(now())
    with acting(resident(102)):
        assert membership.holds(made, resident(102), day, [Role.MEDIATOR])
        for _turn in range(2):
            membership.leave_group(made, actor=resident(102), at=now())
        assert membership.own_groups(resident(102)) == []
        assert not membership.holds(made, resident(102), day, [Role.MEDIATOR]), "the seat too"
    assert membership.group(made).members == 2
    with acting(FOUNDER):
        names = [m.name for m in membership.members(made, FOUNDER, day)]
    assert names == ["周大姐", "居民103"]
    with acting(resident(102)):
        assert membership.join_group(made, "又来了", actor=resident(102), at=now()) != member


def test_members_are_seen_by_contact_people_in_office_and_by_nobody_else(street):
    made = founded(FOUNDER, name="看得见")
    joined(made, resident(102), resident(103))
    day = local_date(now())

    def seen(actor):
        with acting(actor):
            return MemberRow.objects.filter(group_id=made).count()

    assert seen(FOUNDER) == 3
    assert [seen(a) for a in (resident(102), resident(103))] == [1, 1]
    assert [seen(a) for a in (STRANGER, OFFICE, LEADER, FAR_OFFICE)] == [0, 0, 0, 0]
    for other in (resident(102), STRANGER, OFFICE):
        with acting(other), pytest.raises(NotAllowed, match="group_not_yours"):
            membership.members(made, other, day)
    with acting(FOUNDER), pytest.raises(NotAllowed, match="group_not_yours"):
        membership.members(made, FOUNDER, day + timedelta(days=4 * 366))
    with acting(FOUNDER), pytest.raises(ProgrammingError), transaction.atomic():
        MemberRow.objects.create(group_id=made, user_id=104, name_cipher=b"", joined_at=now())


def test_the_office_sees_counts(street):
    made = founded(FOUNDER, name="计数")
    joined(made, resident(102))
    with acting(OFFICE):
        found, total = membership.managed_groups(OFFICE)
        assert total == len(found) and next(g for g in found if g.id == made).members == 2
    with acting(FAR_OFFICE):
        assert made not in [g.id for g in membership.managed_groups(FAR_OFFICE)[0]]
    with acting(LEADER), pytest.raises(NotAllowed):
        membership.managed_groups(LEADER)


def test_a_seat_is_offered_accepted_and_given_back(street):
    made = founded(FOUNDER, name="任期")
    (member,) = joined(made, resident(102))
    day, other = local_date(now()), resident(102)
    with acting(FOUNDER):
        with pytest.raises(Refused, match="seat_until"):
            membership.offer_seat(
                made, member, Role.CHAIR, day + timedelta(days=9999), actor=FOUNDER, at=now()
            )
        seat = membership.offer_seat(
            made, member, Role.CHAIR, day + timedelta(days=30), actor=FOUNDER, at=now()
        )
        with pytest.raises(Conflict, match="seat_there"):
            membership.offer_seat(made, member, Role.CHAIR, actor=FOUNDER, at=now())
        assert len(membership.seats([made], FOUNDER)[made]) == 2
    with acting(STRANGER):
        assert len(membership.seats([made], STRANGER)[made]) == 1, "an offer is not published"
        with pytest.raises(NotFound, match="seat_unknown"):
            membership.answer_seat(seat, accept=True, actor=STRANGER, at=now())
    with acting(other):
        membership.answer_seat(seat, accept=True, actor=other, at=now())
        assert membership.holds(made, other, day)
        assert not membership.holds(made, other, day + timedelta(days=31)), "the term is over"
        membership.give_back_seat(seat, actor=other, at=now())
        assert not membership.holds(made, other, day)
    with acting(other), pytest.raises(NotAllowed, match="group_not_yours"):
        membership.offer_seat(made, member, Role.CHAIR, actor=other, at=now())


def test_a_committee_of_landlords_takes_those_with_homes_in_its_area(street):
    first = landlord(111, street.holder)
    made = founded(first, "landlords", name="纬二路房东自管会")
    second = landlord(112, holder("吴房东", "纬三路8号", ["101", "102"]))
    joined(made, second)
    for other in (landlord(113, "holder:999999"), resident(114)):
        with acting(other), pytest.raises(NotAllowed, match="group_landlords_only"):
            membership.join_group(made, "某人", actor=other, at=now())
    with acting(OFFICE), pytest.raises(NotAllowed, match="group_public_only"):
        membership.join_group(made, "某人", actor=OFFICE, at=now())


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("belief", "周末一起查经"),
        ("belief", "弘扬 佛 教 文化"),
        ("belief", "Christian fellowship"),
        ("belief", "ＣＨＵＲＣＨ group"),
        ("politics", "成立党支部"),
        ("politics", "登记政治面貌"),
    ],
)
def test_a_purpose_of_belief_or_politics_is_refused_with_the_word(street, word, text):
    for values in (
        {"name": text, "purpose": "互助"},
        {"name": "互助组", "purpose": text},
        {"name": "互助组", "purpose": "互助", "rules": text},
    ):
        with pytest.raises(Refused) as refused:
            asked(values.pop("name"), values.pop("purpose"), **values)
        assert refused.value.code == "group_purpose_barred" and refused.value.params["why"] == word
    made = founded(FOUNDER, name="好用途")
    with acting(FOUNDER), pytest.raises(Refused, match="group_purpose_barred"):
        membership.change_group(made, purpose=text, rules="", contact="", actor=FOUNDER, at=now())


def test_bad_input_is_refused(street):
    for code, values in {
        "group_region": {"region": "430181999999"},
        "group_name": {"name": " "},
        "group_purpose": {"purpose": ""},
        "group_long": {"name": "长" * 61},
        "group_kind_unknown": {"kind": "secret"},
    }.items():
        with pytest.raises((Refused, NotFound), match=code):
            asked(**values)
    with pytest.raises(NotAllowed, match="signed_out"):
        asked(actor=STRANGER.__class__("public"))


def test_a_hometown_group_is_no_legal_person_unless_registered(street):
    made = asked("湘西联络组")
    with acting(OFFICE):
        membership.change_group(
            made,
            purpose="互助",
            rules="",
            contact="",
            registered="湘社字1号",
            actor=OFFICE,
            at=now(),
        )
    assert membership.group(made).registered == "湘社字1号"
    with acting(FOUNDER):
        membership.change_group(
            made, purpose="互助", rules="一", contact="", registered="", actor=FOUNDER, at=now()
        )
    assert membership.group(made).registered == "湘社字1号", "the office alone notes it"
    home = founded(FOUNDER, name="不登记")
    with acting(OFFICE), pytest.raises(Refused, match="group_no_register"):
        membership.change_group(
            home, purpose="互助", rules="", contact="", registered="X1", actor=OFFICE, at=now()
        )


def test_a_closed_group_has_no_members(street):
    made = founded(FOUNDER, name="要关的")
    joined(made, resident(102))
    with acting(STRANGER), pytest.raises(NotAllowed):
        membership.close_group(made, "不办了", actor=STRANGER, at=now())
    with acting(FOUNDER):
        membership.close_group(made, "不办了", actor=FOUNDER, at=now())
        assert membership.own_groups(FOUNDER) == []
    assert membership.group(made).members == 0
    assert made not in [g.id for g in membership.open_groups(HERE)[0]]


def test_groups_of_an_area_are_those_in_it_and_those_around_it(street):
    inner, outer = founded(FOUNDER, name="社区的"), founded(FOUNDER, name="街道的", region=STREET)
    assert {inner, outer} <= {g.id for g in membership.open_groups(HERE)[0]}
    assert inner not in {g.id for g in membership.open_groups("430181124007")[0]}
    assert outer in {g.id for g in membership.open_groups("430181124007")[0]}
