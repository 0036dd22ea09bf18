"""A meeting from notice to published decision: who is on the roll, who votes, who reads what."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.access import api as access
from anju.domains.groups import models as tables
from anju.domains.groups.api import meetings, membership
from anju.domains.groups.api.meetings import AgendaItem, ItemKind, MeetingState, Outcome
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.notices import api as notices
from anju.foundation.notices.models import Notice
from tests.domains.groups.town import (
    LEADER,
    OFFICE,
    STRANGER,
    Street,
    founded,
    holder,
    joined,
    key,
    landlord,
    resident,
)
from tests.factories.staff import public

AGENDA = [
    AgendaItem("上月账目", ItemKind.REPORT),
    AgendaItem("楼道装感应灯", ItemKind.MOTION),
    AgendaItem("选安全员", ItemKind.CHOICE, options=("吴房东", "郑房东")),
]
CHAIR, OTHER, THIRD = (landlord(u) for u in (201, 202, 203))


class Committee:
    """Three landlords: one with two homes, two who share three, one of whom joined under the same holder."""

    def __init__(self) -> None:
        street = Street.built()
        wu = holder("吴房东", "纬五路1号", ["101", "102"])
        self.chair = landlord(201, street.holder)
        self.wu, self.wife, self.zheng = (
            landlord(202, wu),
            landlord(203, wu),
            landlord(204, holder("郑房东", "纬六路2号", ["101"])),
        )
        self.group = founded(self.chair, "landlords", name="纬五路自管会")
        joined(self.group, self.wu, self.wife, self.zheng)
        self.begins = now() + timedelta(days=7)


@pytest.fixture(scope="module")
def town(once):
    return once(Committee)


def called(town, items=AGENDA, *, begins=None, request="", actor=None) -> int:
    actor = actor or town.chair
    with acting(actor):
        return meetings.call_meeting(
            town.group,
            "第三季度会",
            "社区活动室",
            begins or town.begins,
            items,
            key=request or key(),
            actor=actor,
            at=now(),
        )


def did(step, actor, *args, at=None, **more):
    with acting(actor):
        return step(*args, actor=actor, at=at or now(), **more)


def opened(town, items=AGENDA) -> meetings.Meeting:
    made = called(town, items)
    did(meetings.open_meeting, town.chair, made, at=town.begins)
    return seen(made, town.chair)


def seen(meeting_id: int, actor) -> meetings.Meeting:
    with acting(actor):
        return meetings.meeting(meeting_id)


def part(meeting_id: int, actor) -> meetings.OwnPart:
    with acting(actor):
        return meetings.own_part(meeting_id, actor)


def test_the_notice_has_a_term_and_fixes_the_roll(town):
    for code, values in {
        "meeting_notice_short": {"begins": now() + timedelta(days=1)},
        "agenda_empty": {"items": []},
        "agenda_title": {"items": [AgendaItem(" ", ItemKind.MOTION)]},
        "agenda_options": {"items": [AgendaItem("选", ItemKind.CHOICE, options=("甲", "甲"))]},
        "agenda_many": {"items": [AgendaItem("议", ItemKind.REPORT)] * 31},
    }.items():
        with pytest.raises(Refused, match=code):
            called(town, **values)
    for other in (town.wu, STRANGER, OFFICE):
        with pytest.raises(NotAllowed, match="group_not_yours"):
            called(town, actor=other)
    made = called(town, request="same")
    assert called(town, request="same") == made
    found = seen(made, town.chair)
    assert found.units == part(made, town.chair).units + 2 + 1, "homes that two share stand once"
    assert part(made, town.wu).units == part(made, town.wife).units == 2
    late = landlord(205, holder("冯房东", "纬七路3号", ["101"]))
    joined(town.group, late)
    assert part(made, late).voter_id is None, "who joins later is on the next roll"
    did(membership.leave_group, late, town.group)


def test_who_belongs_reads_the_notice_and_nobody_else(town):
    made = called(town)
    assert seen(made, town.wife).title == "第三季度会"
    for other in (STRANGER, OFFICE, LEADER, resident(299)):
        with pytest.raises(NotFound, match="meeting_unknown"):
            seen(made, other)


def test_from_notice_to_published_decision(town):
    found = opened(town)
    report, motion, choice = found.items
    chair, at = town.chair, town.begins
    with pytest.raises(Conflict, match="item_report"):
        did(meetings.open_vote, chair, report.id, at=at)
    with pytest.raises(Conflict, match="vote_not_open"):
        did(meetings.cast, town.wu, motion.id, "yes", at=at)
    did(meetings.come, chair, found.id, at=at)
    did(meetings.open_vote, chair, motion.id, at=at)
    with pytest.raises(Refused, match="ballot_choice"):
        did(meetings.cast, town.wu, motion.id, "吴房东", at=at)
    did(meetings.cast, town.wu, motion.id, "no", at=at)
    did(meetings.cast, town.wu, motion.id, "yes", at=at)
    did(meetings.cast, town.wife, motion.id, "yes", at=at)
    did(meetings.cast, chair, motion.id, "yes", at=at)
    with pytest.raises(Conflict, match="vote_running"):
        did(meetings.close_meeting, chair, found.id, "到会三户", at=at)
    result = did(meetings.close_vote, chair, motion.id, at=at)
    assert did(meetings.close_vote, chair, motion.id, at=at) == result
    assert result.outcome is Outcome.CARRIED
    assert result.tally["yes"] == found.units - 1, "all but the home of who is not there"
    did(meetings.open_vote, chair, choice.id, at=at)
    did(meetings.cast, town.wu, choice.id, "吴房东", at=at)
    did(meetings.cast, town.wife, choice.id, "郑房东", at=at)
    did(meetings.cast, chair, choice.id, "郑房东", at=at)
    second = did(meetings.close_vote, chair, choice.id, at=at)
    assert second.void == 2 and second.leading == ("郑房东",)
    with pytest.raises(Conflict, match="vote_not_open"):
        did(meetings.cast, town.zheng, choice.id, "吴房东", at=at)
    with pytest.raises(Refused, match="meeting_minutes"):
        did(meetings.close_meeting, chair, found.id, " ", at=at)
    did(meetings.close_meeting, chair, found.id, "到会三户，通过一项。", at=at)
    closed = seen(found.id, town.zheng)
    assert closed.state is MeetingState.CLOSED and closed.minutes
    with pytest.raises(Conflict, match="meeting_state"):
        did(meetings.come, town.zheng, found.id, at=at)


def test_a_proxy_is_given_by_code_and_counts(town):
    found = opened(town, [AgendaItem("修路", ItemKind.MOTION)])
    (motion,), at, chair = found.items, town.begins, town.chair
    with pytest.raises(NotFound, match="voter_unknown"):
        did(meetings.give_proxy, STRANGER, found.id, at=at)
    code = did(meetings.give_proxy, town.zheng, found.id, at=at)
    with pytest.raises(Conflict, match="proxy_own"):
        did(meetings.take_proxy, town.zheng, found.id, code, at=at)
    with pytest.raises(NotFound, match="proxy_code"):
        did(meetings.take_proxy, town.wu, found.id, "ACDEFGHJ", at=at)
    for _turn in range(2):
        did(meetings.take_proxy, town.wu, found.id, code.lower(), at=at)
    with pytest.raises(NotFound, match="proxy_code"):
        did(meetings.take_proxy, chair, found.id, code, at=at)
    held = part(found.id, town.wu).held
    assert [p.giver_name for p in held] == ["房东204"]
    assert part(found.id, chair).held == ()
    did(meetings.open_vote, chair, motion.id, at=at)
    giver = held[0].giver_id
    with pytest.raises(NotAllowed, match="proxy_unknown"):
        did(meetings.cast, chair, motion.id, "yes", voter_id=giver, at=at)
    did(meetings.cast, town.wu, motion.id, "no", at=at)
    did(meetings.cast, town.wu, motion.id, "yes", voter_id=giver, at=at)
    result = did(meetings.close_vote, chair, motion.id, at=at)
    assert dict(result.tally) == {"no": 2, "yes": 1}
    did(meetings.end_proxy, town.zheng, held[0].id, at=at)
    with pytest.raises(NotFound, match="proxy_unknown"):
        did(meetings.end_proxy, STRANGER, held[0].id, at=at)
    assert part(found.id, town.wu).held == ()


def test_who_leaves_the_group_is_struck(town):
    found = opened(town, [AgendaItem("修门", ItemKind.MOTION)])
    (motion,), at = found.items, town.begins
    for who in (town.chair, town.zheng):
        did(meetings.come, who, found.id, at=at)
    did(meetings.open_vote, town.chair, motion.id, at=at)
    did(meetings.cast, town.zheng, motion.id, "no", at=at)
    did(meetings.cast, town.chair, motion.id, "yes", at=at)
    did(membership.leave_group, town.zheng, town.group, at=at)
    result = did(meetings.close_vote, town.chair, motion.id, at=at)
    assert "no" not in result.tally and result.units == found.units - 1
    with pytest.raises(NotFound):
        did(meetings.come, town.zheng, found.id, at=at)
    with acting(town.chair):
        assert "房东204" not in [a.name for a in meetings.attendance(found.id)]


def test_ballots_and_proxies_are_read_by_their_own_sides_alone(town):
    found = opened(town, [AgendaItem("修窗", ItemKind.MOTION)])
    (motion,), at = found.items, town.begins
    did(meetings.open_vote, town.chair, motion.id, at=at)
    did(meetings.cast, town.wu, motion.id, "yes", at=at)
    did(meetings.give_proxy, town.zheng, found.id, at=at)
    counts = {}
    for who in (town.wu, town.wife, town.chair, town.zheng, OFFICE, STRANGER):
        with acting(who):
            counts[who.user_id] = (
                tables.BallotRow.objects.filter(item_id=motion.id).count(),
                tables.ProxyRow.objects.filter(meeting_id=found.id).count(),
                tables.VoterRow.objects.filter(meeting_id=found.id).count(),
            )
    assert counts[town.wu.user_id] == (1, 0, 1)
    assert counts[town.chair.user_id] == (0, 0, 4), (
        "contact people see who is there, not how they vote"
    )
    assert counts[town.zheng.user_id] == (0, 1, 1)
    assert counts[OFFICE.user_id] == counts[STRANGER.user_id] == (0, 0, 0)


def test_a_meeting_is_opened_on_its_day_or_called_off(town):
    made = called(town)
    with pytest.raises(Conflict, match="meeting_early"):
        did(meetings.open_meeting, town.chair, made)
    with pytest.raises(Refused, match="group_reason"):
        did(meetings.call_off, town.chair, made, "")
    for _turn in range(2):
        did(meetings.call_off, town.chair, made, "台风")
    assert seen(made, town.wu).state is MeetingState.CALLED_OFF
    with pytest.raises(Conflict, match="meeting_state"):
        did(meetings.open_meeting, town.chair, made, at=town.begins)


def test_every_member_is_told_in_their_language(town):
    chair = resident(public("13900030001"))
    group = founded(chair, name="告知")
    user = public("13900030002")
    joined(group, resident(user))
    access.set_language(user_id=user, language="en")
    with acting(chair):
        made = meetings.call_meeting(
            group, "会", "室", town.begins, AGENDA[:1], key=key(), actor=chair, at=now()
        )
    before = Notice.objects.count()
    assert meetings.tell_members(made, "called", at=now()) == 2
    assert seen(made, chair).notified == 2
    assert Notice.objects.count() in (before, before + 2), "seen by the platform alone"
    sent = [m.text for m in notices.recent(limit=2)]
    assert any(t.startswith("[Anju]") for t in sent) and any(t.startswith("【安居】") for t in sent)
