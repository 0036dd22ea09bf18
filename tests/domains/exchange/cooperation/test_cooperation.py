"""Agreements that two places come to by messages: what each step does, who may take it, what a false one comes to."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from anju.domains.exchange.api import cooperation, links, messages
from anju.domains.exchange.api.cooperation import ServiceDay, Stage
from anju.domains.exchange.links.models import Agreement
from anju.foundation.actor import Actor, Grant
from anju.foundation.clock import local_date, now
from anju.foundation.credentials.signing import HeldKey, to_base64url
from anju.foundation.db.scope import acting
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from tests.factories.agreements import duties, side, terms
from tests.factories.exchange import HERE, NAME, THERE, THERE_NAME, carry, linked
from tests.factories.register import PLATFORM, clerk

pytestmark = pytest.mark.django_db
TODAY = local_date(now())
MAY = frozenset({"exchange.manage"})


def officer(number=9):
    return Actor("staff", number, "市办", (Grant("city", MAY, region="4301"),))


@pytest.fixture
def there():
    found = linked()
    with acting(PLATFORM):
        Agreement.objects.update(state="ended")
    return found


def proposed(actor=None, **more):
    with acting(PLATFORM):
        return cooperation.propose(THERE, terms(TODAY, **more), actor=actor or officer(), at=now())


def of(number):
    with acting(PLATFORM):
        return cooperation.cooperation(number)


def all_of():
    with acting(PLATFORM):
        return cooperation.cooperations()


def sent(there, kind):
    carry(there)
    return there.sent_to(kind)[-1]


def signature(there, held, *, key=None, **more):
    key = key or there.key
    body = {
        "digest": messages.digest(held),
        "algorithm": key.key.alg,
        "kid": there.key.key.kid,
        "signature": to_base64url(key.sign(messages.canonical(held).encode())),
        "office": "剑阁县流动人口办",
        **more,
    }
    return there.message(
        "agreement_signature", body, agreement=held["number"], subject="剑阁" and "Qk83Qm0b7sVtPpY2"
    )


def proposal(there, held, **more):
    body = {"terms": held, **more}
    return there.message(
        "agreement_proposal", body, agreement=held["number"], subject="Qk83Qm0b7sVtPpY2"
    )


def took(there, *some):
    results = there.send(*some)
    carry(there)
    return [r["class"] if r["class"] == "receipt" else r["errors"][0]["code"] for r in results]


def test_terms_signed_by_both_sides_let_messages_go_and_come(there):
    number = proposed()
    out = sent(there, "agreement_proposal")
    held = out["body"]["terms"]
    assert (out["agreement"], held["revision"]) == ("HZ-2026-01", 1)
    enquiry = there.message("enquiry", agreement="HZ-2026-01", purpose="care")
    assert took(there, enquiry) == ["agreement_unknown"]
    assert took(there, signature(there, held)) == ["receipt"]
    assert of(number).stage is Stage.SIGNED_THERE
    with acting(PLATFORM):
        cooperation.sign(number, of(number).digest, actor=officer(10), at=now())
    ours = sent(there, "agreement_signature")["body"]
    assert ours["digest"] == messages.digest(held)
    own = there.home.verify(
        messages.canonical(held).encode(),
        __import__("base64").urlsafe_b64decode(ours["signature"] + "=="),
    )
    assert own
    found = of(number)
    assert found.stage is Stage.IN_FORCE
    assert {s.place for s in found.signatures} == {HERE, THERE}
    with acting(PLATFORM):
        agreement = Agreement.objects.get(number="HZ-2026-01")
    assert (agreement.state, agreement.per_day) == ("active", 500)
    assert took(there, {**enquiry, "id": messages.reference_messages()["enquiry"]["id"]}) == [
        "receipt"
    ]


def test_the_file_of_an_agreement_proves_itself(there):
    number = proposed()
    held = sent(there, "agreement_proposal")["body"]["terms"]
    took(there, signature(there, held))
    with acting(PLATFORM):
        cooperation.sign(number, of(number).digest, actor=officer(10), at=now())
        file = json.loads(json.dumps(cooperation.evidence(number)))
    from anju.foundation.credentials.signing import PublicKey, from_base64url

    for one in file["signatures"]:
        key = PublicKey.from_jwk(one["key"])
        assert key.verify(
            messages.canonical(file["terms"]).encode(), from_base64url(one["signature"])
        )
    assert file["digest"] == messages.digest(file["terms"])


def test_a_counter_proposal_takes_the_place_of_the_terms_and_of_their_signatures(there):
    first = terms(TODAY)
    assert took(there, proposal(there, first)) == ["receipt"]
    (found,) = all_of()
    assert (found.stage, found.waits_for_us) == (Stage.THEIRS, True)
    wanted = terms(TODAY, notice_days=60)
    with acting(PLATFORM):
        cooperation.counter(found.id, wanted, actor=officer(), at=now())
    out = sent(there, "agreement_proposal")["body"]
    assert (out["terms"]["revision"], out["replaces"]) == (2, messages.digest(first))
    assert took(there, signature(there, first)) == ["receipt"]
    assert of(found.id).stage is Stage.OURS
    assert took(there, signature(there, out["terms"])) == ["receipt"]
    assert of(found.id).stage is Stage.SIGNED_THERE
    assert [s.kind for s in of(found.id).steps] == [
        "agreement_proposal",
        "agreement_proposal",
        "agreement_signature",
    ]


def test_of_two_counter_proposals_that_crossed_both_places_keep_the_same(there):
    took(there, proposal(there, terms(TODAY)))
    (found,) = all_of()
    ours, theirs = (terms(TODAY, revision=2, notice_days=n) for n in (40, 50))
    with acting(PLATFORM):
        cooperation.counter(found.id, ours, actor=officer(), at=now())
    took(there, proposal(there, theirs))
    kept = min((ours, theirs), key=messages.digest)
    assert of(found.id).digest == messages.digest(kept)


def test_terms_that_are_sent_twice_go_once(there):
    wanted = terms(TODAY)
    with acting(PLATFORM):
        numbers = {cooperation.propose(THERE, wanted, actor=officer(), at=now()) for _ in range(2)}
        with pytest.raises(Conflict, match="agreement_known"):
            cooperation.propose(THERE, terms(TODAY, notice_days=9), actor=officer(), at=now())
    assert len(numbers) == 1
    carry(there)
    assert len(there.sent_to("agreement_proposal")) == 1


def test_a_counter_proposal_that_is_sent_twice_goes_once(there):
    took(there, proposal(there, terms(TODAY)))
    (found,) = all_of()
    with acting(PLATFORM):
        for _ in range(2):
            cooperation.counter(found.id, terms(TODAY, notice_days=60), actor=officer(), at=now())
        with pytest.raises(Conflict, match="cooperation_not_open"):
            cooperation.counter(found.id, terms(TODAY, notice_days=9), actor=officer(), at=now())
    carry(there)
    assert len(there.sent_to("agreement_proposal")) == 1


def test_a_false_signature_puts_nothing_in_force_and_is_answered(there):
    number = proposed()
    held = sent(there, "agreement_proposal")["body"]["terms"]
    assert took(there, signature(there, held, key=HeldKey.make())) == ["receipt"]
    assert of(number).stage is Stage.OURS
    assert sent(there, "agreement_decline")["body"]["outcome"] == "signature_wrong"


def test_who_wrote_the_terms_does_not_sign_them(there):
    number = proposed(officer(9))
    held = sent(there, "agreement_proposal")["body"]["terms"]
    took(there, signature(there, held))
    with acting(PLATFORM):
        with pytest.raises(NotAllowed, match="approver_same_person"):
            cooperation.sign(number, of(number).digest, actor=officer(9), at=now())
        with pytest.raises(Conflict, match="cooperation_changed"):
            cooperation.sign(number, "0" * 64, actor=officer(10), at=now())


def test_declined_and_withdrawn_end_it_on_both_sides(there):
    took(there, proposal(there, terms(TODAY)))
    (found,) = all_of()
    with acting(PLATFORM):
        with pytest.raises(Refused, match="cooperation_note"):
            cooperation.decline(found.id, " ", actor=officer(), at=now())
        cooperation.decline(found.id, "每日份数太少", actor=officer(), at=now())
    assert sent(there, "agreement_decline")["body"]["outcome"] == "declined"
    assert of(found.id).stage is Stage.DECLINED
    number = proposed(number="HZ-2026-02")
    held = sent(there, "agreement_proposal")["body"]["terms"]
    body = {"digest": messages.digest(held), "outcome": "declined", "note": "另提"}
    no = there.message("agreement_decline", body, agreement="HZ-2026-02")
    assert took(there, no) == ["receipt"]
    assert of(number).stage is Stage.DECLINED


def in_force(there):
    number = proposed()
    held = sent(there, "agreement_proposal")["body"]["terms"]
    took(there, signature(there, held))
    with acting(PLATFORM):
        cooperation.sign(number, of(number).digest, actor=officer(10), at=now())
    return number, held


def test_an_end_keeps_its_notice_and_a_second_one_changes_nothing(there):
    number, _held = in_force(there)
    with acting(PLATFORM):
        day = cooperation.end(number, TODAY, "改由省级平台交换", actor=officer(), at=now())
        assert day == TODAY + timedelta(days=30)
        assert cooperation.end(number, TODAY, "又一次", actor=officer(), at=now()) == day
        assert Agreement.objects.get(number="HZ-2026-01").last == day
    carry(there)
    assert [m["body"]["last"] for m in there.sent_to("agreement_end")] == [day.isoformat()]


def test_an_end_without_a_day_is_refused(there):
    number, _held = in_force(there)
    with acting(PLATFORM), pytest.raises(Refused, match="cooperation_last"):
        cooperation.end(number, None, "撤销", actor=officer(), at=now())


def test_the_other_places_end_counts_with_the_same_notice(there):
    number, held = in_force(there)
    body = {"digest": messages.digest(held), "last": TODAY.isoformat(), "reason": "撤销"}
    assert took(there, there.message("agreement_end", body, agreement="HZ-2026-01")) == ["receipt"]
    assert of(number).ends_on == TODAY + timedelta(days=30)


def with_duties(there):
    """An agreement in force with measures, service days and a review, that began ten days ago."""
    start = TODAY - timedelta(days=10)
    held = terms(TODAY, **duties(start), first=start.isoformat())
    with acting(PLATFORM):
        number = cooperation.propose(THERE, held, actor=officer(), at=now())
    held = sent(there, "agreement_proposal")["body"]["terms"]
    took(there, signature(there, held))
    with acting(PLATFORM):
        cooperation.sign(number, of(number).digest, actor=officer(10), at=now())
    return number, held


def overview(number, through=TODAY):
    with acting(PLATFORM):
        return cooperation.overview(of(number), through)


def test_a_joint_service_day_is_reported_once_and_by_the_latest_report(there):
    number, held = with_duties(there)
    day = TODAY - timedelta(days=10)
    for what in (ServiceDay(day, None, text="暴雨改期"), ServiceDay(day, day, 88, "现场"))[:1] * 2:
        with acting(PLATFORM):
            cooperation.report_service_day(number, what, actor=officer(), at=now())
    assert not overview(number).planned[0].held
    with acting(PLATFORM):
        late = now() + timedelta(seconds=2)
        cooperation.report_service_day(
            number, ServiceDay(day, TODAY, 88, "现场"), actor=officer(), at=late
        )
    carry(there, at=late)
    assert [m["body"].get("held_on") for m in there.sent_to("agreement_report")] == [
        None,
        TODAY.isoformat(),
    ]
    found = overview(number)
    assert found.planned[0].held
    (kept,) = (k for k in found.figures.kept if k.duty == 4)
    assert (kept.in_time, kept.late, kept.overdue) == (1, 0, 0)
    body = {"digest": messages.digest(held), "about": "service_day", "day": str(day)}
    no = there.message("agreement_report", {**body, "text": "未到"}, agreement="HZ-2026-01")
    assert took(there, no) == ["receipt"]
    assert [r.sender for r in overview(number).planned[0].reports] == [HERE, THERE]


@pytest.mark.parametrize("held_on", [TODAY + timedelta(days=1), TODAY - timedelta(days=36500)])
def test_a_service_day_held_to_come_or_before_the_agreement_is_refused(there, held_on):
    number, _held = with_duties(there)
    what = ServiceDay(TODAY - timedelta(days=10), held_on, 5)
    with acting(PLATFORM), pytest.raises(Refused, match="cooperation_service_day"):
        cooperation.report_service_day(number, what, actor=officer(), at=now())


def test_a_review_bears_the_figures_and_shows_whether_the_other_place_has_the_same(there):
    number, held = with_duties(there)
    review = TODAY + timedelta(days=290)
    with acting(PLATFORM):
        assert cooperation.reviews_waiting(review) == {number}
        yesterday = TODAY - timedelta(days=1)
        how = {"actor": officer(), "at": now()}
        cooperation.report_review(number, review, yesterday, "按期答复", **how)
        assert cooperation.reviews_waiting(review) == set()
    carry(there)
    ours = there.sent_to("agreement_report")[0]["body"]
    assert ours["figures"] == overview(number, yesterday).figures.content
    assert overview(number).reviews[0].same is None
    took(there, there.message("agreement_report", ours, agreement="HZ-2026-01"))
    assert overview(number).reviews[0].same is True
    others = {**ours["figures"], "flows": [{**f, "open": 7} for f in ours["figures"]["flows"]]}
    differing = {**ours, "figures": others}
    took(there, there.message("agreement_report", differing, agreement="HZ-2026-01"))
    assert overview(number).reviews[0].same is False
    assert held["reviews"] == [review.isoformat()]


def test_reports_of_days_not_agreed_or_periods_not_over_are_refused(there):
    number, _ = with_duties(there)
    day = TODAY - timedelta(days=10)
    how = {"actor": officer(), "at": now()}
    with acting(PLATFORM):
        for wrong in (
            ServiceDay(day + timedelta(days=1), day),
            ServiceDay(day, TODAY + timedelta(days=1)),
            ServiceDay(day, None),
            ServiceDay(day, day, -1),
        ):
            with pytest.raises(Refused, match="cooperation_service_day"):
                cooperation.report_service_day(number, wrong, **how)
        for review, through, text in (
            (day, day, "是"),
            (TODAY + timedelta(days=290), TODAY, "是"),
            (TODAY + timedelta(days=290), day, " "),
        ):
            with pytest.raises(Refused, match="cooperation_review"):
                cooperation.report_review(number, review, through, text, **how)
        with pytest.raises(Refused, match="identity_number_in_text"):
            cooperation.report_service_day(
                number, ServiceDay(day, day, 1, "510823199104129977"), **how
            )
        with pytest.raises(NotAllowed):
            cooperation.report_service_day(
                number, ServiceDay(day, day), actor=clerk(7, "430181124")[1], at=now()
            )


def test_duties_of_a_third_place_or_outside_the_days_are_refused_on_both_sides(there):
    third = [{"text": "答复", "by": "330106"}]
    outside = [{"day": "2020-01-01", "place": HERE, "topic": "咨询"}]
    with acting(PLATFORM):
        with pytest.raises(Refused, match="cooperation_terms"):
            proposed(duties=third)
        with pytest.raises(Refused, match="cooperation_terms"):
            proposed(service_days=outside)
        with pytest.raises(Refused, match="cooperation_terms"):
            proposed(duties=[{"text": "答复", "measure": "arrivals_answered"}])
    assert took(there, proposal(there, terms(TODAY, duties=third))) == ["body_invalid"]
    assert took(there, proposal(there, terms(TODAY, reviews=["2020-01-01"]))) == ["body_invalid"]


def test_terms_of_another_pair_or_under_another_number_are_rejected(there):
    strange = terms(TODAY, sides=[side(HERE, NAME), side("330106", "西湖区")])
    assert took(there, proposal(there, strange)) == ["agreement_sides"]
    other = {**proposal(there, terms(TODAY)), "agreement": "SOMETHING-ELSE"}
    assert took(there, other) == ["agreement_number"]
    backwards = terms(TODAY, last=(TODAY - timedelta(days=2)).isoformat())
    assert took(there, proposal(there, backwards)) == ["days_reversed"]


def test_a_place_cannot_fill_the_other_with_proposals(there):
    some = [
        there.message(
            "agreement_proposal",
            {"terms": terms(TODAY, number=f"N-{n}")},
            agreement=f"N-{n}",
        )
        for n in range(52)
    ]
    found = took(there, *some)
    assert found == ["receipt"] * 50 + ["agreement_talks"] * 2


def test_only_who_keeps_the_links_negotiates_and_only_with_sound_terms(there):
    with acting(PLATFORM):
        with pytest.raises(NotAllowed):
            proposed(clerk(7, "430181124")[1])
        with pytest.raises(Refused, match="cooperation_terms"):
            proposed(purposes=[])
        with pytest.raises(Refused, match="identity_number_in_text"):
            proposed(duties=["联系人 510823199104129977"])
        with pytest.raises(NotFound, match="peer_unknown"):
            cooperation.propose("999990", terms(TODAY), actor=officer(), at=now())
    proposed()
    with pytest.raises(Conflict, match="agreement_known"), acting(PLATFORM):
        proposed(notice_days=9)
    assert THERE_NAME
    assert links.MANAGE
