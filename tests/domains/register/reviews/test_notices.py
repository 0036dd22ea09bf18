"""Who hears what: landlords in their language, residents on asking and on the answer."""

from __future__ import annotations

import pytest

from anju.domains.access.models import User
from anju.domains.register import api as register
from anju.domains.register import handlers
from anju.domains.register.api import Sender
from anju.foundation.clock import CHINA, now
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.events.api import Event
from anju.foundation.notices.api import recent
from tests.factories.people import somebody
from tests.factories.register import HERE, PLATFORM, Street, declared
from tests.factories.staff import actor, public

pytestmark = pytest.mark.django_db
OWNER, FOREIGN_OWNER, PHONE = "13711110001", "13711110002", "13911110077"
NEWCOMER = somebody("覃秀英", 91, phone=PHONE)


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def asked(street, home=None):
    """A resident declares from the phone `PHONE`; the question that follows."""
    sender = Sender(f"user:{public(PHONE)}", "resident", "本人", region=HERE)
    home = home or street.rooms[1]
    outcome = declared(
        [
            {
                **NEWCOMER.item,
                "kind": "arrive",
                "home_code": home.code,
                "region": home.region,
                "start": street.today,
            }
        ],
        sender=sender,
    ).outcomes[0]
    assert (outcome.status, outcome.reason) == ("waiting", "confirm")
    with acting(PLATFORM):
        return register.review(register.line_of(outcome.declaration_id).review_id)


def told(handler, review, **payload):
    with acting(PLATFORM):
        handler(Event(1, now(), "register.asked", {"review": review, "kind": "confirm", **payload}))


def texts(phone):
    return [m.text for m in recent(to=phone)]


def test_every_user_of_the_landlord_is_asked_in_their_own_language(street):
    public(OWNER, grants=(("landlord", street.holder, HERE),))
    foreign = public(FOREIGN_OWNER, grants=(("landlord", street.holder, HERE),))
    User.objects.filter(pk=foreign).update(language="en")
    question = asked(street)
    told(handlers.notify_reviewers, question.id)
    until = question.staff_from.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    (chinese,), (english,) = texts(OWNER), texts(FOREIGN_OWNER)
    assert "覃** 申报住在您的房屋" in chinese and until in chinese
    assert "覃** declares to live in a home of yours" in english and until in english
    assert NEWCOMER.name not in chinese + english


def test_the_resident_hears_when_it_goes_over_to_staff(street):
    question = asked(street)
    told(handlers.notify_reviewers, question.id)
    (text,) = texts(PHONE)
    assert (
        "转由社区工作人员办理" in text
        and question.staff_from.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") in text
    )


def test_without_a_landlord_on_file_staff_are_named_at_once(street):
    with acting(PLATFORM):
        assert register.rule("landlord.answer", HERE, street.today, at=now())[0]
    question = asked(street, street.far[0])
    assert question.party == "" and question.staff_from <= now()
    told(handlers.notify_reviewers, question.id)
    assert texts(PHONE) == ["【安居】您的居住申报已收到，由社区工作人员核实。"]


def test_what_was_answered_before_the_notice_went_out_is_not_asked_any_more(street):
    public(OWNER, grants=(("landlord", street.holder, HERE),))
    question = asked(street)
    with acting(PLATFORM):
        register.decide(
            question.id, decision="refuse", note="没有这个人", actor=actor_of(street), at=now()
        )
    told(handlers.notify_reviewers, question.id)
    assert texts(OWNER) == []


@pytest.mark.parametrize(
    ("decision", "note", "words"),
    [("accept", "", "您的居住申报已登记"), ("refuse", "没有租给此人", "没有通过：没有租给此人")],
)
def test_the_resident_hears_what_was_decided(street, decision, note, words):
    question = asked(street)
    with acting(PLATFORM):
        register.decide(question.id, decision=decision, note=note, actor=actor_of(street), at=now())
    told(handlers.notify_decided, question.id)
    (text,) = texts(PHONE)
    assert words in text


def actor_of(street):
    """The landlord's own account."""
    return actor(public("13711110009", grants=(("landlord", street.holder, HERE),)))


def contested(street, words="我没有住过这里"):
    user = public(PHONE, person_id=street.resident)
    with acting(PLATFORM):
        stay = register.stays_of([street.resident])[0].id
    with acting(actor(user)):
        return register.contest(words=words, stay_id=stay, actor=actor(user), at=now())


@pytest.mark.parametrize(
    ("decision", "words"),
    [("accept", "已处理：合同写错了"), ("refuse", "登记没有改动：合同写错了")],
)
def test_who_contests_a_record_hears_the_answer_whichever_door_it_came_by(street, decision, words):
    question = contested(street)
    with acting(PLATFORM):
        register.decide(question, decision=decision, note="合同写错了", actor=PLATFORM, at=now())
    told(handlers.notify_decided, question)
    assert [words in t for t in texts(PHONE)] == [True]


def test_the_words_of_a_contest_are_not_kept_in_clear(street):
    question = contested(street, "隔壁的王某冒用我的名字")
    with acting(PLATFORM):
        ((facts,),) = rows("SELECT facts::text FROM register_review WHERE id = %s", [question])
        assert register.review(question).facts["says"] == "隔壁的王某冒用我的名字"
    assert (
        "冒用" not in facts.encode().decode("unicode_escape", errors="ignore")
        and "王某" not in facts
    )


def test_a_contest_is_answered_in_words_and_by_yes_or_no_only(street):
    from anju.foundation.errors import Refused

    question = contested(street)
    with acting(PLATFORM):
        for decision, note, code in (
            ("accept", " ", "decision_needs_note"),
            ("new", "好", "decision_unknown"),
            ("same", "好", "decision_unknown"),
        ):
            with pytest.raises(Refused) as refused:
                register.decide(question, decision=decision, note=note, actor=PLATFORM, at=now())
            assert refused.value.code == code
