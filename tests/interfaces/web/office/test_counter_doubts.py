"""Doubts at the counter: each is shown, each is confirmed by itself, and what it was confirmed by is kept."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from anju.domains.register import api as register
from anju.foundation.clock import now
from anju.foundation.db.scope import acting
from tests.factories.people import somebody
from tests.factories.register import CHILD, PLATFORM, STREET, Street, moved_in
from tests.factories.spreadsheets import WEIGHTS
from tests.factories.staff import actor, signed_in, staff
from tests.interfaces.web.office.test_counter import filled

pytestmark = pytest.mark.django_db
URL = "/office/counter/"


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


@pytest.fixture
def clerk():
    return signed_in(staff("clerk01", ("counter", STREET), name="陈窗口"))


def doubts(page) -> dict[str, str]:
    """Field of the answer → what is doubted."""
    text = page.content.decode()
    found = re.findall(r'<span id="(seen-[^"]+)-what">(.*?)</span>', text, re.S)
    return {name: html.unescape(re.sub(r"<[^>]+>", "", what)) for name, what in found}


def odd(street, **more):
    return filled(
        street, **{"m0-name": "单?", "start": str(street.today + timedelta(days=90)), **more}
    )


def answered(shown, answer="card", but=""):
    return {f: answer for f in shown if not but or but not in f}


def test_every_doubt_waits_for_its_own_answer_and_keeps_it(clerk, street):
    form = odd(street)
    page = clerk.post(URL, form)
    shown = doubts(page)
    assert page.status_code == 422
    assert [f.split("-")[2] for f in shown] == ["name_doubtful", "start_far_ahead"]
    half = clerk.post(URL, {**form, **answered(shown, but="start_far_ahead")})
    assert half.status_code == 422
    assert doubts(half).keys() == shown.keys()
    assert '<option value="card" selected>' in half.content.decode()
    name, start = shown
    done = clerk.post(URL, {**form, name: "card", start: "explained"})
    assert done.status_code == 302
    text = clerk.get(done.url).content.decode()
    assert "已登记" in text and "已看身份证件" in text and "本人已说明" in text
    with acting(PLATFORM):
        line = register.submission_receipt(int(done.url.split("/")[-2])).lines[0]
    assert line.confirmed == {"name_doubtful": "card", "start_far_ahead": "explained"}


def test_one_tick_confirms_nothing(clerk, street):
    assert clerk.post(URL, {**odd(street), "seen": "1"}).status_code == 422


def test_an_answer_counts_for_the_value_it_was_given_for(clerk, street):
    form = odd(street)
    shown = doubts(clerk.post(URL, form))
    again = clerk.post(URL, {**form, "m0-name": "张三、李四", **answered(shown)})
    assert again.status_code == 422 and not (doubts(again).keys() & shown.keys())


def test_what_cannot_be_checked_now_is_taken_in_and_waits_for_that_alone(clerk, street):
    form = odd(street)
    shown = doubts(clerk.post(URL, form))
    name, start = shown
    done = clerk.post(URL, {**form, name: "wait", start: "explained"})
    assert "待核" in clerk.get(done.url).content.decode()
    who = actor(staff("street.zhao", ("street", STREET)), purpose="register")
    with acting(who):
        (review,) = register.waiting_in([STREET], at=now(), kind="doubtful")
        assert review.facts["doubts"] == ["name_doubtful"]
        decided = register.decide(review.id, decision="accept", actor=who, at=now())
    assert decided.status == "applied"


def test_a_doubt_is_shown_in_the_first_round_with_what_is_missing(clerk, street):
    page = clerk.post(URL, odd(street, **{"m0-phone": "12"}))
    assert "还差 1 处" in page.content.decode()
    assert "来住或入职日期在一个月以后，请核对年份。" in " ".join(doubts(page).values())


def test_a_full_home_is_a_doubt_of_its_own_before_anything_is_declared(clerk, street):
    for n in (71, 72):
        moved_in(somebody(f"欧阳{'甲乙'[n - 71]}", n), street.rooms[2], at=street.at)
    form = filled(street)
    shown = doubts(clerk.post(URL, form))
    assert [f.split("-")[2] for f in shown] == ["home_full"]
    assert clerk.post(URL, {**form, **answered(shown, "explained")}).status_code == 302


def test_a_doubt_that_comes_up_after_a_review_item_was_shown_is_asked_by_itself(clerk, street):
    form = filled(street, **{"m0-name": "单?"})
    (name,) = doubts(clerk.post(URL, form))
    clerk.post(URL, {**form, name: "wait"})
    for n in (71, 72):
        moved_in(somebody(f"欧阳{'甲乙'[n - 71]}", n), street.rooms[2], at=street.at)
    who = actor(staff("street.zhao", ("street", STREET)), purpose="register")
    with acting(who):
        (review,) = register.waiting_in([STREET], at=now(), kind="doubtful")
        assert (
            register.decide(review.id, decision="accept", actor=who, at=now()).reason == "home_full"
        )
        (review,) = register.waiting_in([STREET], at=now(), kind="doubtful")
        assert review.facts["doubts"] == ["home_full"]
        assert (
            register.decide(review.id, decision="accept", actor=who, at=now()).status == "applied"
        )


@pytest.mark.parametrize(("kinship", "waiting"), [({}, 1), ({"m1-kinship": "1"}, 0)])
def test_papers_of_a_relationship_are_a_tick_of_their_own(clerk, street, kinship, waiting):
    form = filled(
        street,
        **{
            "m0-name": "单?",
            "m1-relation": "30",
            "m1-doc_number": CHILD.doc_number,
            "m1-name": CHILD.name,
            **kinship,
        },
    )
    shown = doubts(clerk.post(URL, form))
    assert clerk.post(URL, {**form, **answered(shown)}).status_code == 302
    who = actor(staff("street.zhao", ("street", STREET)), purpose="register")
    with acting(who):
        assert len(register.waiting_in([STREET], at=now(), kind="tie")) == waiting


def test_the_list_for_deciding_together_shows_every_doubt_of_each(clerk, street):
    form = odd(street)
    clerk.post(URL, {**form, **answered(doubts(clerk.post(URL, form)), "wait")})
    officer = signed_in(staff("street.zhao", ("street", STREET)))
    text = officer.get("/office/review/?kind=doubtful").content.decode()
    assert "姓名不像一个人的完整姓名" in text and "在一个月以后，请核对年份" in text


def checked(first17: str) -> str:
    return (
        first17 + "10X98765432"[sum(int(d) * w for d, w in zip(first17, WEIGHTS, strict=True)) % 11]
    )


@pytest.mark.parametrize(
    ("number", "what"),
    [
        (checked("43018118880101998"), "已满 105 岁"),
        (checked("43999919900101998"), "前 6 位不在已收录的行政区划代码中"),
        (checked("43018120990101998"), "出生日期不存在或在将来"),
    ],
)
def test_an_implausible_number_shows_its_doubt_while_it_is_typed(clerk, street, number, what):
    text = clerk.post(
        "/office/counter/number", {"prefix": "m0", "m0-doc_type": "111", "m0-doc_number": number}
    ).content.decode()
    assert what in text and "校验通过" not in text


def test_a_likely_number_passes_while_it_is_typed(clerk, street):
    number = somebody("谁", 99, area="430181").doc_number
    text = clerk.post(
        "/office/counter/number", {"prefix": "m0", "m0-doc_type": "111", "m0-doc_number": number}
    ).content.decode()
    assert "校验通过" in text
