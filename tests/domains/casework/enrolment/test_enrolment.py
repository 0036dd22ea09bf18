"""From applying to the confirmed place: what is proved is not asked, the rule decides, each family learns why."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import ProgrammingError, transaction

from anju.domains.casework import handlers
from anju.domains.casework.api import cases, enrolment
from anju.domains.casework.api.enrolment import EnrolmentState, EnrolmentStep, RoundKind
from anju.foundation.db.scope import acting, as_intake_role
from anju.foundation.db.statements import rows, run
from anju.foundation.errors import Conflict, NotAllowed, NotFound, Refused
from anju.foundation.notices import api as notices
from tests.domains.casework.enrolment import schooling
from tests.domains.casework.enrolment.schooling import (
    applied,
    counter,
    did,
    education,
    family_of,
    key,
    opened,
    parent,
    published,
    school_clerk,
    seen,
)
from tests.domains.housing.premises import visits
from tests.factories.register import (
    ELSEWHERE,
    HERE,
    NEXT_DOOR,
    OTHER_STREET,
    PLATFORM,
    Street,
    roomy,
)
from tests.factories.spreadsheets import xlsx
from tests.factories.tasks import events_since, last_event

S = EnrolmentState
NINE, SIX = date(2017, 5, 1), date(2020, 3, 3)


@pytest.fixture(scope="module")
def street(once):
    return once(_built)


def _built() -> Street:
    built = Street.built()
    roomy()
    return built


@pytest.fixture
def twins(street):
    return family_of(street, 1, NINE, NINE)


def states(street, ids, at=None) -> list[str]:
    return [seen(i, education(), at or street.at).line.state.value for i in ids]


def test_siblings_are_applied_for_at_once_with_nothing_asked_that_the_register_proves(
    street, twins
):
    held = opened(street, [("A", 3, 1), ("B", 3, 5)])
    first = applied(street, twins, held, "A", "B", request="same")
    tables = ("casework_enrolment", "casework_enrolment_event", "audit_entry", "events_event")
    with acting(PLATFORM):
        before = [rows(f"SELECT count(*) FROM {t}") for t in tables]
    assert applied(street, twins, held, "A", "B", request="same") == first
    with acting(PLATFORM):
        assert [rows(f"SELECT count(*) FROM {t}") for t in tables] == before
    found = seen(first[0], twins.actor, street.at)
    assert found.line.state is S.QUALIFIED and found.line.route == "registered"
    assert {"family", "stay", "child_stay"} <= {k.fact for k in found.line.known}
    assert "小" in found.line.name and "新屋路12号" in found.line.home
    assert len({seen(i, twins.actor, street.at).line.family for i in first}) == 1


def test_the_place_is_given_by_the_rule_explained_and_confirmed(street, twins):
    other = family_of(street, 2, NINE, room=1)
    held = opened(street, [("A", 3, 1), ("B", 3, 2), ("C", 3, 1)])
    mine = applied(street, twins, held, "A", "B")
    (theirs,) = applied(street, other, held, "A", "C")
    counts = published(street, held)
    assert (counts.children, counts.placed, counts.waiting) == (3, 3, 0)
    at = schooling.results(street, held)
    lines = [seen(i, twins.actor, at) for i in mine]
    assert [r.line.school for r in lines] == ["B", "B"], "one place is not enough for two"
    assert lines[0].line.choice == 2
    (passed,) = lines[0].line.passed
    assert (passed.school, passed.left < passed.needed, passed.needed) == ("A", True, 2)
    assert lines[0].line.draw == enrolment.draw_number("08151", lines[0].line.family)
    assert seen(theirs, other.actor, at).line.school == "A"
    did(enrolment.accept_place, mine[0], twins.actor, at)
    assert states(street, mine, at) == ["accepted", "placed"]
    with pytest.raises(Conflict, match="enrolment_step"):
        did(enrolment.accept_place, mine[0], twins.actor, at)
    events = [e.step for e in seen(mine[0], twins.actor, at).events]
    assert events == [
        EnrolmentStep.FILED,
        EnrolmentStep.QUALIFIED,
        EnrolmentStep.PLACED,
        EnrolmentStep.ACCEPTED,
    ]


def test_before_it_is_published_a_family_sees_no_result_and_the_office_does(street, twins):
    held = opened(street, [("A", 3, 2)])
    mine = applied(street, twins, held, "A")
    office, at = education(), street.at + timedelta(days=4)
    with acting(office):
        enrolment.allocate_places(held, "08151", actor=office, at=at)
        enrolment.allocate_places(held, "08151", actor=office, at=at)
        with pytest.raises(Refused, match="enrolment_seed_fixed"):
            enrolment.allocate_places(held, "08152", actor=office, at=at)
        with pytest.raises(Refused, match="enrolment_results_day"):
            enrolment.publish_places(held, actor=office, at=at)
    own, theirs = seen(mine[0], twins.actor, at), seen(mine[0], office, at)
    assert (own.line.school, own.line.draw, own.line.state) == ("", "", S.QUALIFIED)
    assert theirs.line.school == "A"
    with pytest.raises(Conflict, match="round_allocated"):
        did(enrolment.withdraw_enrolment, mine[0], twins.actor, at)


def test_a_place_given_back_goes_to_the_next_on_the_waiting_list_at_once(street, twins):
    one, two = (family_of(street, n, NINE, room=n - 1) for n in (3, 4))
    held = opened(street, [("A", 3, 1), ("B", 3, 1)])
    (a,) = applied(street, one, held, "A", arrange=False)
    (b,) = applied(street, two, held, "A", "B", arrange=False)
    both = applied(street, twins, held, "A", same_school=False, arrange=False)
    published(street, held)
    at = schooling.results(street, held)
    everybody = {a: one, b: two, both[0]: twins, both[1]: twins}
    holder = next(i for i in everybody if seen(i, education(), at).line.school == "A")
    waiting = [i for i in everybody if seen(i, education(), at).line.state is S.WAITING]
    assert waiting and all(seen(i, everybody[i].actor, at).ahead >= 0 for i in waiting)
    moved = did(enrolment.give_back, holder, everybody[holder].actor, at)
    assert moved >= 1
    now_there = [
        i for i in everybody if seen(i, education(), at).line.school == "A" and i != holder
    ]
    assert len(now_there) == 1
    up = seen(now_there[0], everybody[now_there[0]].actor, at)
    assert up.line.state is S.PLACED and up.events[-1].step is EnrolmentStep.MOVED_UP


def test_who_confirms_nothing_loses_the_place_after_the_last_day_and_the_list_moves(street, twins):
    other = family_of(street, 5, NINE, room=2)
    held = opened(street, [("A", 3, 1)])
    (a,) = applied(street, other, held, "A")
    mine = applied(street, twins, held, "A", same_school=False)
    published(street, held)
    office, late = education(), street.at + timedelta(days=10)
    with acting(office):
        with pytest.raises(Refused, match="enrolment_reply_open"):
            enrolment.lapse_unanswered(held, actor=office, at=street.at + timedelta(days=8))
        assert enrolment.lapse_unanswered(held, actor=office, at=late) == (1, 1)
        assert enrolment.lapse_unanswered(held, actor=office, at=late) == (0, 0), (
            "three days to answer"
        )
    assert sorted(states(street, [a, *mine], late)).count("placed") == 1
    assert "given_back" in states(street, [a, *mine], late)


def test_a_vaccination_certificate_is_looked_at_afterwards_and_changes_no_place(street, twins):
    held = opened(street, [("A", 3, 2, NEXT_DOOR, "")])
    mine = applied(street, twins, held, "A")
    clerk, at = school_clerk(NEXT_DOOR), schooling.results(street, held)
    with pytest.raises(NotFound):
        did(enrolment.note_vaccination, mine[0], clerk, street.at, "complete")
    published(street, held)
    with acting(clerk):
        assert [e.id for e in enrolment.school_list(clerk, held, most=50)] == mine
    did(enrolment.note_vaccination, mine[0], clerk, at, "catch_up")
    found = seen(mine[0], clerk, at).line
    assert (found.state, found.school, found.vaccination) == (S.PLACED, "A", "catch_up")
    with pytest.raises((NotFound, NotAllowed)):
        did(enrolment.note_vaccination, mine[0], school_clerk(HERE, 74), at, "complete")
    with pytest.raises(Refused, match="vaccination_result"):
        did(enrolment.note_vaccination, mine[0], clerk, at, "refused")


def test_who_sees_an_application_and_who_does_not(street, twins):
    held = opened(street, [("A", 3, 2)])
    (first, _second) = applied(street, twins, held, "A")
    for actor in (twins.actor, counter(), counter(HERE, 75), education(), PLATFORM):
        assert seen(first, actor, street.at).line.id == first
    nobody = (
        parent(street.worker, 81),
        parent(None, 82),
        counter(OTHER_STREET, 83),
        education("430102", 84),
        school_clerk(HERE, 85),
    )
    for actor in nobody:
        with pytest.raises(NotFound):
            seen(first, actor, street.at)
        with pytest.raises((NotFound, NotAllowed)):
            did(enrolment.withdraw_enrolment, first, actor, street.at)
    with acting(education()):
        assert rows("SELECT count(*) FROM people_person") == [(0,)], "the register stays closed"
    stranger = parent(street.stranger, 86)
    with acting(stranger), pytest.raises(ProgrammingError), transaction.atomic():
        rows("INSERT INTO casework_enrolment_event (step) VALUES ('filed') RETURNING id")


@pytest.mark.parametrize("act", ["see", "apply"])
def test_the_other_parent_sees_the_application_and_cannot_file_a_second(street, twins, act):
    day = street.today - timedelta(days=200)
    mother = family_of(street, 6, room=0)
    with acting(PLATFORM), as_intake_role():
        from anju.domains.people.operations.families import entrust
        from anju.domains.register.ledger.operations import visibility_scope

        for child in twins.children:
            entrust(child, mother.parent, relation="52", since=day)
        visibility_scope.recompute(twins.children)
    held = opened(street, [("A", 3, 2)])
    mine = applied(street, twins, held, "A")
    if act == "see":
        assert seen(mine[0], mother.actor, street.at).line.id == mine[0]
        did(enrolment.withdraw_enrolment, mine[0], mother.actor, street.at)
        assert states(street, mine) == ["withdrawn", "qualified"]
        return
    mother.children = twins.children
    with pytest.raises(Conflict, match="enrolment_doubled") as error:
        applied(street, mother, held, "A")
    assert error.value.params["number"] == seen(mine[0], education(), street.at).line.number
    with pytest.raises(Conflict, match="enrolment_open"):
        applied(street, twins, held, "A")


def test_wrong_guardian_days_and_children_are_refused_each_with_its_reason(street, twins):
    held = opened(street, [("A", 3, 2), ("A", 4, 2)])
    stranger = family_of(street, 7, room=3)
    stranger.children = twins.children
    for actor in (stranger.actor, counter()):
        with pytest.raises(NotAllowed, match="enrolment_not_guardian"):
            applied(street, stranger, held, "A", actor=actor)
    with pytest.raises(NotAllowed, match="enrolment_not_guardian"):
        applied(street, twins, held, "A", actor=parent(street.resident, 88))
    for days, code in ((-4, "enrolment_not_yet"), (4, "enrolment_closed")):
        with pytest.raises(Refused, match=code):
            applied(street, twins, held, "A", at=street.at + timedelta(days=days))
    for choices, code in (
        ((), "enrolment_choices"),
        (("A", "A"), "enrolment_choices"),
        (("A", "X"), "enrolment_choice"),
    ):
        with pytest.raises(Refused, match=code):
            applied(street, twins, held, *choices)
    with pytest.raises(Refused, match="enrolment_no_such_grade"):
        applied(street, twins, held, "A", grades=[5, 5])
    with acting(PLATFORM), as_intake_role():
        run(
            "UPDATE people_person SET birth_date = %s WHERE id = %s",
            [street.today + timedelta(days=1), twins.children[0]],
        )
    with pytest.raises(Refused, match="enrolment_birth_ahead"):
        applied(street, twins, held, "A")
    entry = opened(street, [("A", 1, 2)], kind=RoundKind.ENTRY, grades=(1, 7), year=2025)
    small = family_of(street, 8, SIX, room=4)
    with pytest.raises(Refused, match="enrolment_too_young"):
        applied(street, small, entry, "A", grades=[1])


def test_a_family_that_lives_elsewhere_is_sent_to_its_own_round(street, twins):
    held = opened(street, [("A", 3, 2, HERE, "")], region=HERE[:9])
    with acting(PLATFORM), as_intake_role():
        run(
            "UPDATE register_stay SET region = %s WHERE person_id = ANY(%s)",
            [ELSEWHERE, twins.children],
        )
    with pytest.raises(Refused, match="enrolment_elsewhere"):
        applied(street, twins, held, "A")


def test_what_is_missing_is_named_once_and_a_document_is_enough_for_the_office(street):
    late = family_of(street, 9, NINE, since=0, room=5)
    with acting(PLATFORM), as_intake_role():
        run(
            "UPDATE register_stay SET period = daterange(%s, NULL) WHERE person_id = ANY(%s)",
            [street.today, [late.parent, *late.children]],
        )
        run(
            "UPDATE register_stay SET region = %s WHERE person_id = %s",
            ["430102001001", late.parent],
        )
    held = opened(street, [("A", 3, 2)])
    (mine,) = applied(street, late, held, "A")
    office = education()
    record = seen(mine, office, street.at)
    if record.line.state is S.QUALIFIED:
        pytest.skip("the register proves it")
    with pytest.raises(Refused, match="enrolment_not_proved"):
        did(enrolment.admit, mine, office, street.at, {}, seen=record.line.version)
    did(
        enrolment.ask_family,
        mine,
        office,
        street.at,
        text="请上传租房凭证",
        seen=record.line.version,
    )
    with acting(late.actor):
        enrolment.add_document(
            mine, visits.picture(), "证明.png", fact="stay", actor=late.actor, at=street.at
        )
        enrolment.add_document(
            mine, visits.picture(), "证明.png", fact="stay", actor=late.actor, at=street.at
        )
    did(enrolment.answer_office, mine, late.actor, street.at)
    record = seen(mine, office, street.at)
    assert record.line.state is S.FILED and len(record.documents) == 1
    with pytest.raises(Refused, match="case_asked"):
        did(
            enrolment.ask_family, mine, office, street.at, text="再要一份", seen=record.line.version
        )
    with pytest.raises(Conflict, match="enrolment_changed"):
        did(enrolment.admit, mine, office, street.at, {"stay": "2026-01-01"}, seen=1)
    did(
        enrolment.admit,
        mine,
        office,
        street.at,
        {"stay": "2026-01-01"},
        seen=record.line.version,
    )
    assert seen(mine, late.actor, street.at).line.state is S.QUALIFIED


def test_points_come_by_a_list_and_put_a_family_before_others(street, twins):
    other = family_of(street, 10, NINE, room=1)
    held = opened(street, [("A", 3, 2)])
    mine = applied(street, twins, held, "A", arrange=False)
    (theirs,) = applied(street, other, held, "A", arrange=False)
    office = education()
    number = seen(theirs, office, street.at).line.number
    table = [
        ["报名编号", "积分", "其中居住"],
        [number, "12.5", "5"],
        ["RX0", "3", ""],
        [number, "x", ""],
    ]
    with acting(office):
        for _twice in range(2):
            done, wrong = enrolment.import_points(
                held, xlsx({"积分": table}), "积分.xlsx", actor=office, at=street.at
            )
            assert done == 1 and {n for n, _key in wrong} == {0, 4}
    record = seen(theirs, office, street.at)
    assert {k.value for k in record.line.known if k.fact == "points"} == {Decimal("12.5")}
    assert record.line.points == 0, "the national rule counts no points"
    assert [e.step for e in record.events].count(EnrolmentStep.CHANGED) == 1
    del mine


def test_a_list_of_schools_leaves_wrong_lines_out_and_keeps_schools_that_were_named(street, twins):
    held = opened(street, [("A", 3, 2)])
    office = education()
    lines = [
        ["A", "A学校", 3, 4, HERE, "", HERE[:9]],
        ["B", "B学校", 12, 4, HERE, "", ""],
        ["C", "C学校", 3, "很多", HERE, "", ""],
        ["D", "D学校", 3, 1, "110101001001", "", ""],
        ["", "E学校", 3, 1, HERE, "", ""],
        ["A", "A学校", 3, 9, HERE, "", ""],
    ]
    with acting(office):
        made = enrolment.import_schools(
            held, xlsx({"学校": [schooling.TITLES, *lines]}), "x.xlsx", actor=office, at=street.at
        )
        assert [(r.line, r.fault) for r in made.refused] == [
            (3, "school_grade"),
            (4, "school_places"),
            (5, "school_region"),
            (6, "school_empty"),
            (7, "school_twice"),
        ]
        assert enrolment.schools_of(held)["A"].places == {3: 4}
    applied(street, twins, held, "A")
    with acting(office), pytest.raises(Refused, match="school_named"):
        enrolment.import_schools(
            held,
            xlsx({"学校": [schooling.TITLES, ["B", "B学校", 3, 1, HERE, "", ""]]}),
            "y.xlsx",
            actor=office,
            at=street.at,
        )
    with acting(education("430102", 90)), pytest.raises(NotAllowed):
        enrolment.import_schools(
            held,
            xlsx({"学校": [schooling.TITLES, lines[0]]}),
            "z.xlsx",
            actor=education("430102", 90),
            at=street.at,
        )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"region": "4301"}, "round_region"),
        ({"grades": ()}, "round_grades"),
        ({"kind": RoundKind.ENTRY, "grades": (1, 2)}, "round_grades"),
        ({"apply_to": date(2020, 1, 1)}, "round_days"),
        ({"apply_from": date(2020, 1, 1), "apply_to": date(2020, 1, 9)}, "round_days"),
        ({"term_begins": date(2020, 9, 1)}, "round_term"),
        ({"term_begins": date(2099, 9, 1)}, "round_term"),
        ({"year": 0}, "round_year"),
        ({"title": " "}, "round_title"),
        ({"seed_source": ""}, "round_seed_source"),
    ],
)
def test_a_round_that_is_not_sound_is_refused(street, change, code):
    office = education("43")
    with acting(office), pytest.raises(Refused, match=code):
        enrolment.open_round(
            schooling.draft(street.today, **change), key=key(), actor=office, at=street.at
        )


def test_a_round_for_which_nobody_could_apply_any_more_is_refused(street):
    office, day = education("43"), street.today
    gone = {"apply_from": day - timedelta(days=9), "apply_to": day - timedelta(days=1)}
    with acting(office), pytest.raises(Refused, match="round_over"):
        enrolment.open_round(schooling.draft(day, **gone), key=key(), actor=office, at=street.at)


def test_places_are_allocated_by_the_education_office_alone_after_the_last_day(street, twins):
    held = opened(street, [("A", 3, 2)])
    applied(street, twins, held, "A")
    for actor in (counter(), twins.actor, school_clerk(HERE), education("430102", 91)):
        with acting(actor), pytest.raises(NotAllowed):
            enrolment.allocate_places(held, "1", actor=actor, at=street.at + timedelta(days=4))
    office = education()
    with acting(office), pytest.raises(Refused, match="enrolment_still_open"):
        enrolment.allocate_places(held, "1", actor=office, at=street.at)
    with acting(office), pytest.raises(Refused, match="enrolment_seed"):
        enrolment.allocate_places(held, "零 1", actor=office, at=street.at + timedelta(days=4))


def test_a_family_changes_its_schools_until_the_last_day_and_a_helper_acts_by_mandate(
    street, twins
):
    held = opened(street, [("A", 3, 2), ("B", 3, 2)])
    mine = applied(street, twins, held, "A")
    helper = parent(street.worker, 92)
    with pytest.raises(NotFound):
        did(
            enrolment.change_choices,
            mine[0],
            helper,
            street.at,
            ["B"],
            same_school=True,
            arrange=True,
        )
    with acting(twins.actor):
        _id, code = cases.grant_mandate("", days=30, actor=twins.actor, at=street.at)
    with acting(helper):
        cases.accept_mandate(code, actor=helper, at=street.at)
    did(
        enrolment.change_choices,
        mine[0],
        helper,
        street.at,
        ["B", "A"],
        same_school=False,
        arrange=False,
    )
    for i in mine:
        line = seen(i, twins.actor, street.at).line
        assert (line.choices, line.same_school, line.arrange) == (("B", "A"), False, False)
    with pytest.raises(Refused, match="enrolment_closed"):
        did(
            enrolment.change_choices,
            mine[0],
            twins.actor,
            street.at + timedelta(days=4),
            ["A"],
            same_school=True,
            arrange=True,
        )


def test_who_is_admitted_after_publication_joins_the_waiting_list_and_takes_what_is_free(
    street, twins
):
    other = family_of(street, 11, NINE, room=2)
    held = opened(street, [("A", 3, 4)])
    mine = applied(street, twins, held, "A")
    (late,) = applied(street, other, held, "A")
    office = education()
    version = seen(late, office, street.at).line.version
    did(enrolment.not_admit, late, office, street.at, text="暂缺证明", seen=version)
    published(street, held)
    at = schooling.results(street, held)
    assert states(street, [*mine, late], at) == ["placed", "placed", "refused"]
    version = seen(late, office, at).line.version
    did(enrolment.admit, late, office, at, {}, seen=version)
    record = seen(late, other.actor, at)
    assert (record.line.state, record.line.school) == (S.PLACED, "A")


def test_the_family_hears_of_it_without_names_in_the_message(street, twins):
    held = opened(street, [("A", 3, 2)])
    start = last_event()
    applied(street, twins, held, "A")
    published(street, held)
    for event in events_since(start):
        if event.name == enrolment.ENROLMENT_EVENT:
            handlers.enrolment_stepped(event)
    with acting(PLATFORM):
        texts = [n.text for n in notices.recent(limit=20, kind=enrolment.NOTICE)]
    assert any("有了学位" in t for t in texts)
    assert not any("小" in t or "A学校" in t for t in texts)
