"""A seeker and a sender write to each other and agree when to see the home; neither sees the other's number."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from anju.domains.housing.api import listings
from anju.domains.housing.api.listings import Terms
from anju.domains.housing.listings.operations import storing
from anju.domains.register import api as register
from anju.domains.register.api import Sender
from anju.foundation.actor import NOBODY, Actor, system
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows, run
from anju.foundation.errors import Conflict, NotFound, Refused
from anju.foundation.notices import api as notices
from tests.domains.housing.listings.news import heard
from tests.factories.people import somebody
from tests.factories.register import HERE, declared
from tests.factories.staff import actor, public, staff

pytestmark = pytest.mark.django_db
LANDLORD, SEEKER, AGENT = "13700000001", "13800000021", "13912345678"
TOMORROW = timedelta(days=1)


@pytest.fixture
def listing(street, landlord) -> int:
    with acting(landlord):
        return listings.offer_room(
            street.rooms[1].code, Terms(Decimal(1500), whole=True), actor=landlord, at=now()
        )


def link(token: str) -> str:
    return f"https://anju.test/answer/{token}/"


def asked(who: Actor, listing: int, text: str = "周末能看房吗？", key: str = "k1") -> int:
    with acting(who):
        return listings.enquire(listing, text, key=key, link=link, actor=who, at=now())


def replied(who: Actor, thread: int, text: str, key: str = "r1") -> None:
    with acting(who):
        listings.reply(thread, text, key=key, actor=who, at=now())


def told(phone: str) -> list[str]:
    heard()
    found = [m for m in notices.recent(to=phone) if m.kind.startswith("housing.")]
    return [m.text for m in reversed(found)]


def texts(who: Actor, thread: int) -> list[str]:
    with acting(who):
        return [m.text for m in listings.thread(thread, actor=who).messages]


def test_messages_go_to_and_fro_and_both_hear_of_them_without_a_number(seeker, landlord, listing):
    thread = asked(seeker, listing)
    assert asked(seeker, listing) == thread, "the same request writes nothing more"
    (said,) = told(LANDLORD)
    assert "新屋路12号" in said and "周末" not in said and SEEKER not in said
    with acting(landlord):
        assert listings.unread_threads(landlord, side="offerer") == 1
        listings.see_thread(thread, actor=landlord, at=now())
        assert listings.unread_threads(landlord, side="offerer") == 0
    replied(landlord, thread, "可以，周六上午")
    assert texts(seeker, thread) == texts(landlord, thread) == ["周末能看房吗？", "可以，周六上午"]
    (answer,) = told(SEEKER)
    assert "有了回复" in answer and LANDLORD not in answer
    with acting(seeker):
        (line,) = listings.threads(seeker)
    assert (line.id, line.side, line.new, line.listing) == (thread, "seeker", True, listing)


def test_several_messages_are_told_once_until_they_are_read(seeker, landlord, listing):
    thread = asked(seeker, listing)
    replied(seeker, thread, "还在吗", "k2")
    assert len(told(LANDLORD)) == 1
    with acting(landlord):
        listings.see_thread(thread, actor=landlord, at=now())
    replied(seeker, thread, "在吗", "k3")
    assert len(told(LANDLORD)) == 2


def test_messages_are_kept_encrypted_and_the_office_reads_none(seeker, landlord, listing):
    thread = asked(seeker, listing, "我姓单")
    with acting(system("tests")):
        (cipher,) = rows("SELECT text_cipher FROM housing_message")[0]
    assert "单".encode() not in bytes(cipher)
    stranger = actor(public("13800000022"))
    officer = actor(staff("city.qian", ("city", "4301")), purpose="register")
    for other in (stranger, officer, NOBODY):
        with acting(other):
            assert listings.threads(other) == []
            assert rows("SELECT 1 FROM housing_message") == []
            with pytest.raises(NotFound):
                listings.thread(thread, actor=other)
            with pytest.raises(NotFound):
                listings.reply(thread, "x", key="x", actor=other, at=now())


@pytest.mark.parametrize(
    ("text", "code"), [(" \n ", "message_empty"), ("长" * 501, "message_too_long")]
)
def test_what_cannot_be_sent_is_refused(seeker, listing, text, code):
    with pytest.raises(Refused, match=code):
        asked(seeker, listing, text)


def test_nobody_writes_without_an_account_to_themselves_or_about_what_is_gone(
    seeker, landlord, listing
):
    officer = actor(staff("city.qian", ("city", "4301")), purpose="register")
    for who in (NOBODY, officer):
        with pytest.raises(Refused, match="sign_in_to_write"):
            asked(who, listing)
    with pytest.raises(Refused, match="listing_own"):
        asked(landlord, listing)
    with acting(landlord):
        listings.withdraw_listing(listing, actor=landlord, at=now())
    with pytest.raises(NotFound, match="listing_unknown"):
        asked(seeker, listing)


def test_a_viewing_is_proposed_answered_and_cancelled_and_both_hear_of_it(
    seeker, landlord, listing
):
    thread = asked(seeker, listing)
    told(LANDLORD)
    when = now() + TOMORROW
    with acting(seeker):
        one = listings.propose_viewing(thread, when, actor=seeker, at=now())
        assert listings.propose_viewing(thread, when, actor=seeker, at=now()) == one
        with pytest.raises(Conflict, match="viewing_own"):
            listings.answer_viewing(one, accept=True, actor=seeker, at=now())
    assert "提议" in told(LANDLORD)[-1]
    with acting(landlord):
        listings.answer_viewing(one, accept=True, actor=landlord, at=now())
        listings.answer_viewing(one, accept=True, actor=landlord, at=now())
        with pytest.raises(Conflict, match="viewing_settled"):
            listings.answer_viewing(one, accept=False, actor=landlord, at=now())
    assert [t for t in told(SEEKER) if "约好了" in t] == told(SEEKER)
    with acting(landlord):
        listings.cancel_viewing(one, actor=landlord, at=now())
        (view,) = listings.thread(thread, actor=landlord).viewings
        assert view.state == "cancelled"
        two = listings.propose_viewing(thread, when, actor=landlord, at=now())
    assert "取消" in told(SEEKER)[-2] and "提议" in told(SEEKER)[-1]
    with acting(seeker):
        listings.answer_viewing(two, accept=False, actor=seeker, at=now())
        with pytest.raises(Conflict, match="viewing_settled"):
            listings.cancel_viewing(two, actor=seeker, at=now())
    assert "不方便" in told(LANDLORD)[-1]


def test_a_time_that_has_passed_or_lies_too_far_is_refused(seeker, listing):
    thread = asked(seeker, listing)
    with acting(seeker):
        with pytest.raises(Refused, match="viewing_in_past"):
            listings.propose_viewing(thread, now() - TOMORROW, actor=seeker, at=now())
        with pytest.raises(Refused, match="viewing_too_far"):
            listings.propose_viewing(thread, now() + 90 * TOMORROW, actor=seeker, at=now())


def taken(phone: str) -> int:
    """A vacancy of an agency's file with this number to ask; its listing."""
    platform = system("tests", channel="import")
    file = f"房源编号,区县,小区,租金,电话\nA1,浏阳市,安居苑,1800,{phone}"
    with acting(platform):
        sender = Sender("agency", "import", "安居房产", region="430181000000")
        got = register.receive(
            file.encode(), "房源.csv", form=listings.FORM, sender=sender, actor=platform, at=now()
        )
        register.apply_import(got.id, actor=platform, at=now())
        return rows("SELECT id FROM housing_listing WHERE source = 'agency' AND current")[0][0]


def test_an_agency_without_an_account_answers_by_the_address_in_its_message(seeker):
    listing = taken(AGENT)
    thread = asked(seeker, listing)
    (said,) = told(AGENT)
    token = said.partition("/answer/")[2].partition("/")[0]
    number, agent = listings.answering(token, actor=NOBODY)
    assert number == thread and SEEKER not in said
    replied(agent, thread, "周六十点，三栋门口")
    assert texts(seeker, thread)[-1] == "周六十点，三栋门口"
    assert AGENT not in str(texts(seeker, thread)) and len(told(SEEKER)) == 1
    other = asked(actor(public("13800000023")), listing, key="k9")
    with acting(agent), pytest.raises(NotFound):
        listings.thread(other, actor=agent)
    for wrong in (token[:-1], "x", ""):
        with pytest.raises(NotFound):
            listings.answering(wrong, actor=NOBODY)


def test_who_left_no_number_is_said_to_be_out_of_reach(seeker):
    thread = asked(seeker, taken("0731-83612345"))
    assert told("0731-83612345") == []
    with acting(seeker):
        assert listings.thread(thread, actor=seeker).unreached


def agreed(seeker, landlord, listing) -> int:
    """The thread in which a viewing of tomorrow was agreed, all heard."""
    thread = asked(seeker, listing)
    with acting(seeker):
        one = listings.propose_viewing(thread, now() + TOMORROW, actor=seeker, at=now())
    with acting(landlord):
        listings.answer_viewing(one, accept=True, actor=landlord, at=now())
    heard()
    return thread


def called_off(seeker, landlord, thread) -> None:
    """Both see and hear, once, that the agreed viewing is off."""
    for who, phone in ((seeker, SEEKER), (landlord, LANDLORD)):
        with acting(who):
            (view,) = listings.thread(thread, actor=who).viewings
        assert view.state == "cancelled"
        assert len([t for t in told(phone) if "已不再出租" in t]) == 1
    with acting(seeker):
        assert listings.unread_threads(seeker, side="seeker") == 1


def test_an_agreed_viewing_is_off_once_the_offer_is_withdrawn(seeker, landlord, listing):
    thread = agreed(seeker, landlord, listing)
    with acting(landlord):
        listings.withdraw_listing(listing, actor=landlord, at=now())
        listings.withdraw_listing(listing, actor=landlord, at=now())
    called_off(seeker, landlord, thread)


def test_an_agreed_viewing_is_off_once_the_home_is_let(street, seeker, landlord, listing):
    thread = agreed(seeker, landlord, listing)
    home = street.rooms[1]
    sender = Sender(home.party, "landlord", "周房东", party=home.party, region=HERE)
    who = somebody("单小满", 71)
    declared(
        [{**who.item, "kind": "arrive", "home_code": home.code, "start": street.today}],
        sender=sender,
    )
    heard()
    called_off(seeker, landlord, thread)


def test_an_agreed_viewing_is_off_once_the_office_refuses_the_offer(seeker, landlord, listing):
    thread = agreed(seeker, landlord, listing)
    with acting(system("tests")):
        storing.doubt([listing])
    heard()
    officer = actor(staff("city.qian", ("city", "4301")), purpose="register")
    with acting(officer):
        listings.decide_listings([listing], "refuse", note="图片不符", actor=officer, at=now())
    heard()
    called_off(seeker, landlord, thread)


def test_an_agreed_viewing_is_off_once_the_file_that_brought_the_offer_is_undone(
    seeker, landlord, listing
):
    thread = agreed(seeker, landlord, listing)
    with acting(system("tests")):
        run("UPDATE housing_listing SET batch_id = 4711 WHERE id = %s", [listing])
        storing.take_back(4711, at=now())
    heard()
    called_off(seeker, landlord, thread)


def test_an_agreed_viewing_is_off_once_a_new_file_offers_something_else(seeker, landlord, listing):
    thread = agreed(seeker, landlord, listing)
    with acting(system("tests")):
        storing.retire([listing], at=now())
    heard()
    called_off(seeker, landlord, thread)


def test_a_viewing_stands_while_the_offer_is_changed(street, seeker, landlord, listing):
    thread = agreed(seeker, landlord, listing)
    with acting(landlord):
        code, dearer = street.rooms[1].code, Terms(Decimal(1600), whole=True)
        listings.offer_room(code, dearer, listing_id=listing, actor=landlord, at=now())
    heard()
    with acting(landlord):
        (view,) = listings.thread(thread, actor=landlord).viewings
    assert view.state == "accepted"


def test_a_viewing_that_took_place_stays_as_it_was(seeker, landlord, listing):
    thread = agreed(seeker, landlord, listing)
    with acting(landlord):
        listings.withdraw_listing(listing, actor=landlord, at=now() + 2 * TOMORROW)
        (view,) = listings.thread(thread, actor=landlord).viewings
    assert view.state == "accepted"


def test_messages_are_deleted_when_their_time_is_over_and_not_before_a_viewing_to_come(
    landlord, seeker, listing
):
    thread = asked(seeker, listing)
    work, at = system("housing.forget"), now()
    assert listings.forget_threads(actor=work, at=at + timedelta(days=179)) == 0
    with acting(seeker):
        listings.propose_viewing(thread, at + timedelta(days=20), actor=seeker, at=at)
    assert texts(landlord, thread) == ["周末能看房吗？"]
    assert listings.forget_threads(actor=work, at=at + timedelta(days=181), part=1) == 1
    for who in (landlord, seeker):
        with pytest.raises(NotFound, match="thread_unknown"):
            texts(who, thread)
    with acting(work):
        left = [rows(f"SELECT count(*) FROM housing_{t}")[0][0] for t in ("message", "viewing")]
    assert left == [0, 0]
    assert asked(seeker, listing, key="k2") != thread, "asked again, it is a new thread"
