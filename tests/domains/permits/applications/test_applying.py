"""Applying: begun, gone on with, submitted; nothing asked that the register knows; all that is missing told once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.permits.api import applications as permits
from anju.domains.permits.api.applications import (
    ApplicationState,
    Channel,
    ProxyInput,
    ProxyReason,
    SupportingDocumentKind,
)
from anju.domains.permits.models import Application, Blob, Paper
from anju.foundation.clock import local_date, now
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories import applications as desk
from tests.factories import register as town

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def street(once):
    return once(desk.Settled.built)


def look(application_id, actor):
    with acting(actor):
        return permits.application(application_id)


def test_who_lives_and_works_here_for_half_a_year_brings_a_photograph_and_nothing_else(street):
    me, at = desk.self_actor(street.one), now()
    with acting(me):
        told = permits.outlook(street.one, at=at)
    assert not told.barred
    assert [n.code for n in told.missing] == ["photo"]
    found = look(desk.applied(street.one, at=at), me)
    assert found.view.state is ApplicationState.DECIDING
    assert found.view.channel is Channel.PHONE
    assert (local_date(found.view.due_at) - local_date(at)).days == 15
    assert "第九条" in found.view.due_source
    assert found.notice is None


def test_an_application_begun_is_gone_on_with_and_never_made_twice(street):
    me, at = desk.self_actor(street.one), now()
    with acting(me):
        first = permits.start(street.one, actor=me, at=at)
    with acting(desk.COUNTER):
        assert permits.start(street.one, actor=desk.COUNTER, at=at) == first
    with acting(me):
        assert permits.start(street.one, actor=me, at=at + timedelta(days=1)) == first


def test_what_is_missing_is_told_once_in_one_notice_and_the_clock_begins_when_it_came(street):
    me, at = desk.self_actor(street.one), now()
    made = desk.applied(street.one, at=at, photo=False)
    found = look(made, me)
    assert found.view.state is ApplicationState.INCOMPLETE
    assert [(i.code, i.article, i.documents) for i in found.notice.items] == [
        ("photo", "663.9", ("photo",))
    ]
    assert found.view.accepted_at is None
    with acting(me):
        with pytest.raises(Refused, match="still_missing"):
            permits.submit(made, actor=me, at=at)
        with pytest.raises(Refused, match="paper_not_asked"):
            permits.add_supporting_document(
                made, kind=SupportingDocumentKind.JOB, data=desk.page(), actor=me, at=at
            )
        later = at + timedelta(days=3)
        permits.add_supporting_document(
            made, kind=SupportingDocumentKind.PHOTO, data=desk.photograph(), actor=me, at=later
        )
        permits.submit(made, actor=me, at=later)
    found = look(made, me)
    assert found.view.state is ApplicationState.DECIDING
    assert found.view.accepted_at == later
    assert found.notice.answered_at == later


def test_who_came_last_month_reads_from_which_day_and_cannot_hand_in_before(street):
    me, at = desk.self_actor(street.fresh), now()
    with acting(me):
        told = permits.outlook(street.fresh, at=at)
        assert told.barred
        assert told.not_before > local_date(at) + timedelta(days=120)
        made = permits.start(street.fresh, actor=me, at=at)
        with pytest.raises(Refused, match="not_entitled_yet") as refused:
            permits.submit(made, actor=me, at=at, answers={"ethnicity": "01"})
    assert refused.value.params["since"] == told.not_before.isoformat()


def test_a_person_without_a_home_in_the_register_is_told_to_register_first(street):
    with acting(town.PLATFORM), as_intake_role():
        alone = street.street.stranger
    town.declared(
        [
            {
                **town.STRANGER.item,
                "kind": "leave",
                "home_code": street.street.far[0].code,
                "end": street.street.today,
            }
        ]
    )
    me = desk.self_actor(alone)
    with acting(me), pytest.raises(Refused, match="home_not_registered"):
        permits.start(alone, actor=me, at=now())


def test_a_stranger_cannot_apply_for_somebody_nor_see_the_application(street):
    other = desk.self_actor(street.two, user=901)
    made = desk.applied(street.one, at=now())
    with acting(other):
        with pytest.raises(NotFound):
            permits.start(street.one, actor=other, at=now())
        assert permits.application(made) is None
        with pytest.raises(NotFound):
            permits.withdraw(made, actor=other, at=now())
    with acting(desk.FAR):
        assert permits.application(made) is None


class TestByProxy:
    def test_the_guardian_the_register_knows_applies_for_a_child_on_the_phone(self, street):
        parent, at = desk.self_actor(street.street.resident), now()
        with acting(parent):
            made = permits.start(street.street.child, actor=parent, at=at)
        found = look(made, parent)
        assert found.view.proxy.reason is ProxyReason.UNDER_16
        assert found.view.proxy.name == town.RESIDENT.name
        assert found.view.proxy.masked.startswith("5***")
        assert found.view.proxy.shown == {
            "person": "register",
            "proxy": "account",
            "tie": "register",
        }

    def test_a_child_at_the_counter_needs_somebody(self, street):
        with acting(desk.COUNTER), pytest.raises(Refused, match="needs_guardian"):
            permits.start(street.street.child, actor=desk.COUNTER, at=now())

    def proxy(self, **changed):
        given = {
            "reason": ProxyReason.DISABLED,
            "relation": "70",
            "name": town.RESIDENT.name,
            "document": "111",
            "number": town.RESIDENT.doc_number,
            "person_shown": True,
            "proxy_shown": True,
            **changed,
        }
        return ProxyInput(**given)

    def test_both_identities_are_shown_and_recorded(self, street):
        with acting(desk.COUNTER):
            with pytest.raises(Refused, match="proxy_not_shown"):
                permits.start(
                    street.one, actor=desk.COUNTER, at=now(), proxy=self.proxy(proxy_shown=False)
                )
            made = permits.start(street.one, actor=desk.COUNTER, at=now(), proxy=self.proxy())
        found = look(made, desk.COUNTER)
        assert found.view.proxy.person_id == street.street.resident
        assert found.view.proxy.shown["proxy"] == "shown"
        with acting(town.PLATFORM), as_intake_role():
            row = Application.objects.get(id=made)
        assert town.RESIDENT.doc_number.encode() not in bytes(row.proxy_number_cipher)

    def test_a_tie_the_register_does_not_know_must_be_proved(self, street):
        with acting(desk.COUNTER):
            made = permits.start(street.one, actor=desk.COUNTER, at=now(), proxy=self.proxy())
            assert "proxy_tie" in [
                n.code for n in permits.missing_of(made, at=now()) if not n.met_by
            ]

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"reason": ProxyReason.ELDERLY}, "proxy_not_needed"),
            ({"reason": ProxyReason.UNDER_16}, "proxy_not_needed"),
            ({"number": "430181199001019998"}, "id_checksum"),
            ({"name": " "}, "proxy_name_missing"),
            ({"number": desk.SETTLED.doc_number}, "proxy_is_person"),
        ],
    )
    def test_what_does_not_fit_is_refused(self, street, changed, code):
        with acting(desk.COUNTER), pytest.raises(Refused, match=code):
            permits.start(street.one, actor=desk.COUNTER, at=now(), proxy=self.proxy(**changed))


class TestByTheEmployer:
    def enter(self, street, *ids):
        firm = desk.firm_actor(street.party)
        with acting(firm):
            return permits.enter_staff(
                street.firm, ids, actor=firm, at=now(), link=lambda t: f"https://x/{t}"
            )

    def test_nothing_comes_of_it_without_the_persons_own_yes(self, street):
        (entered,) = self.enter(street, street.one)
        firm, me, at = desk.firm_actor(street.party), desk.self_actor(street.one), now()
        assert look(entered.application_id, me).view.state is ApplicationState.CONFIRMING
        with acting(firm):
            permits.add_supporting_document(
                entered.application_id,
                kind=SupportingDocumentKind.PHOTO,
                data=desk.photograph(),
                actor=firm,
                at=at,
            )
            with pytest.raises(Refused, match="needs_confirmation"):
                permits.submit(
                    entered.application_id, actor=firm, at=at, answers={"ethnicity": "01"}
                )
            with pytest.raises(NotAllowed, match="only_the_person"):
                permits.confirm(entered.application_id, yes=True, actor=firm, at=at)
        with acting(me):
            assert (
                permits.confirm(
                    entered.application_id, yes=True, actor=me, at=at, answers={"ethnicity": "06"}
                )
                is ApplicationState.DECIDING
            )

    def test_a_no_ends_it_and_the_employer_reads_no_more_than_that(self, street):
        (entered,) = self.enter(street, street.one)
        me = desk.self_actor(street.one)
        with acting(me):
            assert (
                permits.confirm(entered.application_id, yes=False, actor=me, at=now())
                is ApplicationState.WITHDRAWN
            )

    def test_the_employer_does_not_see_what_the_person_brought(self, street):
        (entered,) = self.enter(street, street.one)
        firm, me = desk.firm_actor(street.party), desk.self_actor(street.one)
        with acting(me):
            mine = permits.add_supporting_document(
                entered.application_id,
                kind=SupportingDocumentKind.HOME,
                data=desk.page(),
                actor=me,
                at=now(),
            )
        with acting(firm):
            assert permits.application(entered.application_id).documents == ()
            with pytest.raises(NotFound):
                permits.content(mine)

    def test_who_does_not_work_there_cannot_be_entered(self, street):
        with pytest.raises(NotFound, match="person_unknown"):
            self.enter(street, street.street.resident)

    def test_the_link_opens_for_the_person_alone(self, street):
        at, links = now(), []
        firm = desk.firm_actor(street.party)
        with acting(firm):
            permits.enter_staff(
                street.firm, [street.one], actor=firm, at=at, link=lambda t: links.append(t) or t
            )
        me, other = desk.self_actor(street.one), desk.self_actor(street.two, user=901)
        with acting(me):
            assert permits.entered_by_link(links[0], actor=me, at=at)
            with pytest.raises(NotFound):
                permits.entered_by_link(links[0], actor=me, at=at + timedelta(days=30))
        with acting(other), pytest.raises(NotFound):
            permits.entered_by_link(links[0], actor=other, at=at)


class TestEndings:
    def test_taken_back_midway_it_may_be_begun_again(self, street):
        me, at = desk.self_actor(street.one), now()
        made = desk.applied(street.one, at=at)
        with acting(me):
            permits.withdraw(made, actor=me, at=at)
            assert permits.application(made).view.state is ApplicationState.WITHDRAWN
            with pytest.raises(Conflict, match="application_closed"):
                permits.withdraw(made, actor=me, at=at)
            assert permits.start(street.one, actor=me, at=at) != made

    def test_papers_are_deleted_when_their_purpose_has_ended(self, street):
        me, at = desk.self_actor(street.one), now()
        made = desk.applied(street.one, at=at)
        with acting(me):
            permits.withdraw(made, actor=me, at=at)
        with acting(town.PLATFORM):
            assert permits.delete_supporting_documents(at=at + timedelta(days=29)) == 0
            assert permits.delete_supporting_documents(at=at + timedelta(days=32)) == 1
            with as_intake_role():
                assert Blob.objects.get(paper__application_id=made).cipher is None
                assert Paper.objects.get(application_id=made).deleted_at

    def test_an_unanswered_notice_ends_the_application_in_time_and_not_before(self, street):
        at = now()
        made = desk.applied(street.one, at=at, photo=False)
        with acting(town.PLATFORM):
            assert permits.lapse(actor=town.PLATFORM, at=at + timedelta(days=7)) == 0
            assert permits.lapse(actor=town.PLATFORM, at=at + timedelta(days=40)) == 1
        assert look(made, desk.self_actor(street.one)).view.state is ApplicationState.LAPSED
