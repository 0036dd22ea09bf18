"""A permit from its first day: endorsed, suspended, restored, lost, replaced, ended, taken back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from anju.domains.permits.api import lifecycle
from anju.domains.permits.models import Card, Permit, PermitEvent
from anju.domains.permits.transitions.data.transitions import PermitState
from anju.foundation.audit.models import Entry
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.events.models import Event
from tests.factories.held_permits import PLATFORM, active, held, ordered
from tests.factories.register import (
    HERE,
    NEXT_DOOR,
    RESIDENT,
    STREET,
    Street,
    building,
    declared,
    moved_in,
)
from tests.factories.staff import actor, public, staff

pytestmark = pytest.mark.django_db
START = datetime(2025, 3, 10, 2, tzinfo=UTC)


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built, at=START)


@pytest.fixture
def holder(street):
    return actor(public("13900000001", person_id=street.resident))


def test_a_permit_begins_with_a_number_a_first_year_and_a_card(street):
    permit = held(ordered(street))
    assert lifecycle.read_number(permit.number) == permit.number
    assert permit.state == PermitState.IN_PRODUCTION
    assert (permit.issued_on, permit.endorsed_until) == (date(2025, 3, 10), date(2026, 3, 11))
    with acting(PLATFORM):
        view = lifecycle.life_of(permit.pk)
        assert [t.kind for t in view.transitions] == ["created"]
        assert [(c.version, c.status, c.reason) for c in view.cards] == [(1, "waiting", "first")]
    with pytest.raises(Conflict, match="permit_live"):
        ordered(street)


def test_every_turn_leaves_its_line_its_audit_row_and_its_news(street, holder):
    permit = active(street)
    with acting(holder):
        lifecycle.report_loss(permit, actor=holder, at=START)
    with acting(PLATFORM):
        lines = PermitEvent.objects.filter(permit_id=permit).count()
        assert lines == Event.objects.filter(name="permits.turned", payload__permit=permit).count()
        assert (
            lines
            == Entry.objects.filter(subject_kind="permit", subject_id=str(permit)).count()
            == 3
        )


def test_one_tap_in_the_window_endorses_for_the_year_after(street, holder):
    permit = active(street)
    with acting(holder):
        with pytest.raises(Refused, match="endorse_early") as early:
            lifecycle.endorse(permit, actor=holder, at=on(date(2026, 2, 9)))
        assert early.value.params["opens"] == date(2026, 2, 10)
        done = lifecycle.endorse(permit, actor=holder, at=on(date(2026, 2, 10)))
    assert (done.state, done.endorsed_until, done.residence_from) == (
        PermitState.ACTIVE,
        date(2027, 3, 11),
        date(2025, 3, 10),
    )
    with acting(holder), pytest.raises(Refused, match="endorse_early"):
        lifecycle.endorse(permit, actor=holder, at=on(date(2026, 2, 10)))


def test_the_last_day_is_in_time_and_the_day_after_is_late(street, holder):
    permit = active(street)
    with acting(PLATFORM):
        assert lifecycle.suspend_due(actor=PLATFORM, at=on(date(2026, 3, 10))) == 0
        assert lifecycle.suspend_due(actor=PLATFORM, at=on(date(2026, 3, 11))) == 1
        assert lifecycle.suspend_due(actor=PLATFORM, at=on(date(2026, 3, 11))) == 0
    assert held(permit).state == PermitState.SUSPENDED
    with acting(holder):
        done = lifecycle.endorse(permit, actor=holder, at=on(date(2026, 5, 20)))
    assert (done.state, done.endorsed_until) == (PermitState.ACTIVE, date(2027, 5, 21))
    assert (done.residence_from, done.gap_days) == (date(2026, 5, 20), 0), (
        "nationally counted from the late endorsement"
    )
    with acting(PLATFORM):
        kinds = [t.kind for t in lifecycle.life_of(permit).transitions]
    assert kinds == ["created", "made", "suspended", "restored"]


def test_late_before_the_night_has_come_is_suspended_and_restored_at_once(street, holder):
    permit = active(street)
    with acting(holder):
        lifecycle.endorse(permit, actor=holder, at=on(date(2026, 3, 12)))
    with acting(PLATFORM):
        assert [t.kind for t in lifecycle.life_of(permit).transitions][-2:] == [
            "suspended",
            "restored",
        ]


def test_hangzhou_leaves_the_days_of_suspension_out(street, holder):
    permit = active(street)
    with acting(PLATFORM):
        from anju.foundation.db.scope import as_intake_role

        with as_intake_role():
            Permit.objects.filter(id=permit).update(issuer="330106001000", region="330106001001")
            row = Permit.objects.get(id=permit)
            from anju.domains.permits.lifecycle.operations import endorsing

            endorsing.lives_in_city = lambda *_: type(
                "S", (), {"id": 1, "since": date(2025, 1, 1)}
            )()
            try:
                done = endorsing.endorsed(row, actor=PLATFORM, at=on(date(2026, 5, 20)))
            finally:
                from anju.domains.permits.lifecycle.queries import lives_in_city

                endorsing.lives_in_city = lives_in_city
    assert (done.residence_from, done.gap_days) == (date(2025, 3, 10), 70)


def test_who_left_the_city_is_not_endorsed(street, holder):
    permit = active(street)
    declared(
        [{**_resident(), "kind": "leave", "end": date(2025, 12, 1), "region": HERE}],
        at=on(date(2025, 12, 1)),
    )
    with acting(holder), pytest.raises(Refused, match="endorse_away"):
        lifecycle.endorse(permit, actor=holder, at=on(date(2026, 3, 1)))


def _resident():
    from tests.factories.register import RESIDENT

    return RESIDENT.item


def test_a_stranger_neither_sees_nor_endorses_nor_loses_it(street):
    permit, stranger = active(street), actor(public("13900000002", person_id=street.stranger))
    clerk = actor(staff("far", ("police", "430181100")))
    for who in (stranger, clerk):
        with acting(who):
            for call in (lifecycle.endorse, lifecycle.report_loss, lifecycle.report_found):
                with pytest.raises(NotFound):
                    call(permit, actor=who, at=START)
            with pytest.raises(NotFound):
                lifecycle.permit(permit)


@pytest.mark.parametrize(
    ("role", "may_end", "may_make", "may_lose"),
    [
        ("counter", False, True, True),
        ("grid", False, False, True),
        ("street", False, False, True),
        ("district", True, True, True),
        ("police", True, True, True),
    ],
)
def test_who_may_do_what_follows_the_role(street, role, may_end, may_make, may_lose):
    permit = active(street)
    who = actor(staff(role, (role, STREET)))
    for call, allowed in (
        (lambda: lifecycle.order_card(permit, reason="damaged", actor=who, at=START), may_make),
        (lambda: lifecycle.report_loss(permit, actor=who, at=START), may_lose),
        (
            lambda: lifecycle.withdraw(permit, reason="lent", note="出借", actor=who, at=START),
            may_end,
        ),
    ):
        with acting(who):
            if allowed:
                call()
            else:
                with pytest.raises(NotAllowed):
                    call()


def test_a_lost_card_counts_no_longer_and_is_replaced(street, holder):
    permit = active(street)
    with acting(holder):
        lifecycle.report_loss(permit, actor=holder, at=START)
        card = lifecycle.order_card(permit, reason="lost", actor=holder, at=START)
        with pytest.raises(Refused, match="card_replaced"):
            lifecycle.report_found(permit, actor=holder, at=START)
    with acting(PLATFORM):
        assert [c.status for c in lifecycle.cards_of(permit)] == ["waiting", "void"]
        lifecycle.made_here(card, serial="S-NEW", actor=PLATFORM, at=START)
    assert held(permit).state == PermitState.ACTIVE
    with acting(PLATFORM):
        assert lifecycle.life_of(permit).transitions[-1].kind == "replaced"


def test_a_card_found_again_counts_as_before(street, holder):
    permit = active(street)
    with acting(PLATFORM):
        lifecycle.hand_over(lifecycle.cards_of(permit)[0].id, shown="111", actor=PLATFORM, at=START)
    with acting(holder):
        lifecycle.report_loss(permit, actor=holder, at=START)
        lifecycle.report_found(permit, actor=holder, at=START + timedelta(days=500))
    assert held(permit).state == PermitState.SUSPENDED
    with acting(PLATFORM):
        assert [c.status for c in lifecycle.cards_of(permit)] == ["delivered"]


def test_a_damaged_card_is_handed_back_for_a_new_one(street):
    permit = active(street)
    clerk = actor(staff("counter01", ("counter", STREET)))
    with acting(clerk):
        lifecycle.order_card(permit, reason="damaged", actor=clerk, at=START)
        assert [(c.status, c.reason) for c in lifecycle.cards_of(permit)] == [
            ("waiting", "damaged"),
            ("void", "first"),
        ]
    assert held(permit).state == PermitState.ACTIVE


@pytest.mark.parametrize("reason", ["death", "local_hukou", "endorsement_refused", "left"])
def test_an_end_has_its_reason_and_article_and_may_be_taken_back(street, reason):
    permit, police = active(street), actor(staff("police01", ("police", STREET)))
    with acting(police):
        with pytest.raises(Refused, match=r"permit_reason"):
            lifecycle.cancel(permit, reason="merged", note="x", actor=police, at=START)
        ended = lifecycle.cancel(permit, reason=reason, note="凭材料", actor=police, at=START)
        assert ended.state == PermitState.CANCELLED
        last = lifecycle.life_of(permit).transitions[-1]
        assert (last.reason, bool(last.article)) == (reason, True)
        with pytest.raises(Conflict, match="permit_turn"):
            lifecycle.endorse(permit, actor=police, at=START)
        back = lifecycle.undo_end(permit, note="另一人", actor=police, at=START)
    assert back.state == PermitState.ACTIVE
    with acting(PLATFORM):
        assert lifecycle.cards_of(permit)[0].status == "void", (
            "its card stays ended; a new one is ordered"
        )


def test_a_withdrawal_needs_a_reason_that_the_holder_reads(street):
    permit, police = active(street), actor(staff("police01", ("police", STREET)))
    with acting(police), pytest.raises(Refused, match="note_missing"):
        lifecycle.withdraw(permit, reason="false_documents", note=" ", actor=police, at=START)


def test_two_clerks_at_once_are_told_apart(street):
    permit, police = active(street), actor(staff("police01", ("police", STREET)))
    with acting(police):
        seen = lifecycle.permit(permit).version
        lifecycle.report_loss(permit, actor=police, at=START, version=seen)
        with pytest.raises(Conflict, match="permit_changed"):
            lifecycle.withdraw(
                permit, reason="lent", note="x", actor=police, at=START, version=seen
            )


def test_expiry_is_a_date_nobody_takes_back(street):
    permit = active(street)
    with acting(PLATFORM):
        from anju.foundation.db.scope import as_intake_role

        with as_intake_role():
            Permit.objects.filter(id=permit).update(valid_until=date(2025, 9, 1))
        assert lifecycle.expire_due(actor=PLATFORM, at=on(date(2025, 9, 1))) == 1
        with pytest.raises(Refused, match="undo_not_possible"):
            lifecycle.undo_end(permit, note="x", actor=PLATFORM, at=on(date(2025, 9, 1)))


def test_a_move_within_the_city_takes_the_permit_along_and_proposes_a_card(street, holder):
    permit = active(street)
    far = building(NEXT_DOOR, "新址路1号", ["101"], at=START)[0]
    from tests.factories.register import RESIDENT

    moved_in(RESIDENT, far, date(2025, 6, 1), at=on(date(2025, 6, 1)))
    with acting(PLATFORM):
        lifecycle.follow([street.resident], actor=PLATFORM, at=on(date(2025, 6, 1)))
        lifecycle.follow([street.resident], actor=PLATFORM, at=on(date(2025, 6, 1)))
        late = on(date(2025, 5, 1))  # news from before the move, delivered after it
        assert lifecycle.follow([street.resident], actor=PLATFORM, at=late) == 0
    row = held(permit)
    assert (row.home_id, row.region) == (far.id, NEXT_DOOR)
    with acting(PLATFORM):
        assert [t.kind for t in lifecycle.life_of(permit).transitions].count("moved") == 1
    with acting(holder):
        card = lifecycle.order_card(permit, reason="address", actor=holder, at=on(date(2025, 6, 2)))
    with acting(PLATFORM):
        assert Card.objects.get(id=card).region == NEXT_DOOR
        assert "新址路1号" in lifecycle.card_face(card, actor=PLATFORM, at=START).residence_address


@pytest.mark.parametrize(
    ("begun", "now_in", "same"),
    [
        ("500103001001", "500229100001", True),  # a district and a county of Chongqing are one city
        ("310101002001", "310151100001", True),
        ("430181124205", "430102001001", True),
        ("430181124205", "430202001001", False),
        ("429004001001", "429005001001", False),
    ],
)
def test_a_permit_is_good_in_its_whole_city_also_where_a_municipality_has_two_prefixes(
    street, begun, now_in, same
):
    permit = active(street)
    with acting(PLATFORM), as_intake_role():
        Permit.objects.filter(id=permit).update(issuer=begun, region=begun)
    there = building(now_in, "东升路1号", ["101"])[0]
    moved_in(RESIDENT, there, date(2025, 6, 1), at=on(date(2025, 6, 1)))
    with acting(PLATFORM):
        lifecycle.follow([street.resident], actor=PLATFORM, at=on(date(2025, 6, 2)))
        assert (held(permit).region == now_in) is same
