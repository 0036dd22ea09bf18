"""What is not in order becomes a hazard that landlord and office read and answer in one record, step by step."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest
from PIL import Image

from anju.domains.housing import handlers
from anju.domains.housing.api import premises
from anju.domains.housing.api.premises import STEPS, Answer, Handling, HazardState, HazardStep
from anju.foundation.actor import Actor
from anju.foundation.db.scope import acting
from anju.foundation.db.statements import rows
from anju.foundation.errors import AnjuError, Conflict, NotAllowed, NotFound, Refused
from anju.foundation.notices import api as notices
from tests.domains.housing.premises.visits import (
    answers,
    handled,
    inspected,
    landlord,
    officer,
    picture,
    place,
)
from tests.factories.register import ELSEWHERE, PLATFORM, STREET, Street
from tests.factories.staff import public
from tests.factories.tasks import events_since, last_event

BIKE = Answer("no", "楼道有一辆电动车在充电")


@pytest.fixture(scope="module")
def street(once):
    return once(Street.built)


def counted(table: str) -> int:
    with acting(PLATFORM):
        return int(rows(f"SELECT count(*) FROM {table}")[0][0])


def test_every_no_is_a_hazard_with_its_type_its_article_and_its_term(street):
    record = inspected(
        street,
        {
            "ebike": BIKE,
            "structure": Answer("no", "东墙有裂缝", days=20),
            "extinguisher": Answer("fixed", "当场换了灭火器"),
            "gas_hose": Answer("none"),
        },
    )
    bike, bottle, wall = sorted(record.hazards, key=lambda h: h.item.key)
    assert bike.item.hazard == "01" and bike.type_words == ("火灾", "Fire")
    assert wall.type_words == ("房屋结构", "Structure of the building")
    assert bike.due == street.today + timedelta(days=3)
    assert wall.due == street.today + timedelta(days=20)
    assert (bottle.state, bottle.due) == (HazardState.CLOSED, None)
    assert all(h.item.article[0] for h in (bike, wall))
    assert record.state == "open" and record.answers["gas_hose"] == "none"
    with acting(landlord(street)):
        assert premises.inspection(record.id) == record


def test_from_notice_over_answer_and_a_second_look_to_closure_all_in_one_record(street):
    record = inspected(street)
    once = handled(street, record, HazardStep.ANSWERED, landlord(street), photos=(picture(),))
    again = handled(street, once, HazardStep.REMAINS, officer(), text="还有一辆", days=2)
    (hazard,) = again.hazards
    assert (hazard.state, hazard.due) == (HazardState.OPEN, street.today + timedelta(days=2))
    told = handled(street, again, HazardStep.ANSWERED, landlord(street), text="都搬走了")
    done = handled(street, told, HazardStep.RECTIFIED, officer(), text="")
    life = done.hazards[0].events
    assert [e.step for e in life] == ["noticed", "answered", "remains", "answered", "rectified"]
    assert [e.office for e in life] == [True, False, True, False, True]
    assert [e.by_label for e in life][:2] == ["网格员小李", "周房东"]
    assert done.state == "closed"
    with acting(PLATFORM):
        trail = rows(
            "SELECT actor_label, detail->>'step' FROM audit_entry WHERE action = 'housing.hazard'"
            " AND subject_id = %s ORDER BY id",
            [str(record.id)],
        )
    assert trail == [(e.by_label, e.step.value) for e in life]


def _who(step: HazardStep, street: Street) -> Actor:
    return officer() if STEPS[step].office else landlord(street)


@pytest.mark.parametrize("step", list(HazardStep))
def test_the_table_of_steps_is_what_holds_from_every_state(street, step):
    reached = {
        HazardState.OPEN: (),
        HazardState.ANSWERED: (HazardStep.ANSWERED,),
        HazardState.CLOSED: (HazardStep.RECTIFIED,),
        HazardState.WITHDRAWN: (HazardStep.WITHDRAWN,),
    }
    for state, way in reached.items():
        record = inspected(street)
        for one in way:
            record = handled(street, record, one, _who(one, street))
        if state in STEPS[step].after:
            handled(street, record, step, _who(step, street))
        else:
            with pytest.raises(Conflict, match="hazard_step"):
                handled(street, record, step, _who(step, street))
        expected = STEPS[step].to if state in STEPS[step].after else state
        with acting(PLATFORM):
            assert premises.inspection(record.id).hazards[0].state is expected


def test_the_same_request_again_changes_nothing(street):
    first = inspected(street, key="one press")
    before = [counted(t) for t in ("housing_inspection", "housing_hazard", "audit_entry")]
    assert inspected(street, key="one press").id == first.id
    assert [counted(t) for t in ("housing_inspection", "housing_hazard", "audit_entry")] == before
    handled(street, first, HazardStep.ANSWERED, landlord(street), key="k", photos=(picture(),))
    before = [counted(t) for t in ("housing_hazard_event", "housing_photo", "audit_entry")]
    handled(street, first, HazardStep.ANSWERED, landlord(street), key="k", photos=(picture(),))
    assert [counted(t) for t in ("housing_hazard_event", "housing_photo", "audit_entry")] == before


def test_a_photograph_is_kept_as_a_bare_picture_that_only_those_concerned_read(street):
    record = inspected(street, {"ebike": replace(BIKE, photos=(picture(), picture()))})
    photos = record.hazards[0].events[0].photos
    assert len(photos) == 2
    for actor in (officer(), landlord(street)):
        with acting(actor):
            kind, data = premises.photograph(photos[0])
        assert kind == "image/jpeg" and b"PhoneMaker" not in data and b"Exif" not in data
    for actor in (officer(ELSEWHERE), landlord(street, "holder:999"), Actor("public")):
        with acting(actor), pytest.raises(NotFound, match="inspection_photo_unknown"):
            premises.photograph(photos[0])
    with acting(PLATFORM):
        stored = rows("SELECT cipher FROM housing_photo WHERE id = %s", [photos[0]])[0][0]
    assert data[:40] not in bytes(stored)
    assert Image.MIME["JPEG"] == kind


SEES, LOOKS = frozenset({"person.see", "home.see"}), frozenset({"home.see"})


@pytest.mark.parametrize(
    ("who", "reads", "records", "answers_it"),
    [
        ("grid worker of the street", True, True, False),
        ("grid worker of another street", False, False, False),
        ("who only looks", True, False, False),
        ("leader without persons", False, False, False),
        ("landlord", True, False, True),
        ("other landlord", False, False, False),
        ("nobody", False, False, False),
    ],
)
def test_who_reads_records_and_answers(street, who, reads, records, answers_it):
    actor = {
        "grid worker of the street": officer(),
        "grid worker of another street": officer(ELSEWHERE),
        "who only looks": officer(STREET, SEES),
        "leader without persons": officer(STREET, LOOKS),
        "landlord": landlord(street),
        "other landlord": landlord(street, "holder:999"),
        "nobody": Actor("public"),
    }[who]
    record = inspected(street)

    def may(call: object) -> bool:
        try:
            call()
        except (NotFound, NotAllowed):
            return False
        return True

    def look() -> None:
        with acting(actor):
            premises.inspection(record.id)

    assert may(look) == reads
    assert may(lambda: inspected(street, actor=actor, room=1)) == records
    assert may(lambda: handled(street, record, HazardStep.ANSWERED, actor)) == answers_it
    assert may(lambda: handled(street, record, HazardStep.REMAINS, actor)) == records
    with acting(actor):
        tables = (
            "housing_inspection",
            "housing_hazard",
            "housing_hazard_event",
        )
        bare = [rows(f"SELECT count(*) > 0 FROM {t}")[0][0] for t in tables]
        lists = (
            premises.inspections(actor.regions("home.see"), today=street.today).total,
            premises.inspections_of(actor.parties("home.edit"), today=street.today).total,
        )
    assert bare == [reads] * 3
    assert any(lists) == reads


def test_a_home_that_passes_to_another_landlord_takes_its_record_along(street):
    record = inspected(street)
    with acting(PLATFORM):
        from anju.foundation.db.scope import as_intake_role
        from anju.foundation.db.statements import run

        with as_intake_role():
            run(
                "UPDATE places_home SET party = 'holder:77' WHERE id = %s",
                [record.premises.home_id],
            )
    with acting(landlord(street, "holder:77")):
        assert premises.inspection(record.id).premises.party == "holder:77"
    with acting(landlord(street)), pytest.raises(NotFound):
        premises.inspection(record.id)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"answers": {}}, "inspection_unanswered"),
        ({"no": {"ebike": Answer("no")}}, "inspection_undescribed"),
        ({"no": {"ebike": Answer("maybe")}}, "inspection_answer"),
        ({"no": {"ebike": Answer("no", "x", days=0)}}, "hazard_term"),
        ({"no": {"ebike": Answer("no", "x", days=999)}}, "hazard_term"),
        ({"no": {"ebike": Answer("no", "x" * 501)}}, "text_long"),
        ({"no": {"ebike": replace(BIKE, photos=(b"x",) * 7)}}, "photos_many"),
        ({"no": {"ebike": replace(BIKE, photos=(b"MZ not a picture",))}}, "paper_type"),
        ({"days": 1}, "inspection_day"),
        ({"days": -31}, "inspection_day"),
        ({"key": ""}, "key_unusable"),
    ],
)
def test_what_cannot_be_is_refused_whole(street, change, code):
    before = counted("housing_inspection"), counted("housing_hazard")
    more = {k: v for k, v in change.items() if k in ("no", "key")}
    if "days" in change:
        more["day"] = street.today + timedelta(days=change["days"])
    if "answers" in change:
        some = answers({}, street.rooms[0], street)
        some.pop("ebike")
        more["answers"] = some
    with pytest.raises(Refused, match=code):
        inspected(street, **more)
    assert (counted("housing_inspection"), counted("housing_hazard")) == before


@pytest.mark.parametrize(
    ("step", "change", "code"),
    [
        (HazardStep.ANSWERED, {"text": "  "}, "hazard_text_missing"),
        (HazardStep.WITHDRAWN, {"text": ""}, "hazard_text_missing"),
        (HazardStep.REMAINS, {"days": 0}, "hazard_term"),
        (HazardStep.REMAINS, {"days": 400}, "hazard_term"),
    ],
)
def test_a_step_needs_its_words_and_its_term(street, step, change, code):
    record = inspected(street)
    actor = officer() if STEPS[step].office else landlord(street)
    with pytest.raises(Refused, match=code):
        handled(street, record, step, actor, **change)


def test_steps_of_several_hazards_are_taken_all_or_none(street):
    record = inspected(street, {"ebike": BIKE, "sanitation": Answer("no", "垃圾")})
    one, two = (h.id for h in record.hazards)
    steps = [Handling(one, HazardStep.RECTIFIED), Handling(two + 9999, HazardStep.RECTIFIED)]
    with acting(officer()):
        with pytest.raises(AnjuError, match="hazard_unknown"):
            premises.handle_hazards(record.id, steps, key="both", actor=officer(), at=street.at)
        assert premises.inspection(record.id).state == "open"
        steps[1] = Handling(two, HazardStep.RECTIFIED)
        done = premises.handle_hazards(record.id, steps, key="both", actor=officer(), at=street.at)
    assert done.state == "closed"


def test_the_list_puts_what_is_late_first_and_counts_what_it_shows(street):
    late = inspected(street)
    answered = inspected(street, {"sanitation": Answer("no", "垃圾")}, room=1)
    inspected(street, {}, room=2)
    handled(street, answered, HazardStep.ANSWERED, landlord(street))
    later = street.today + timedelta(days=4)
    with acting(officer()):
        pages = {
            show: premises.inspections((STREET,), today=later, show=show) for show in premises.SHOWN
        }
        mine = premises.inspections_of((street.holder,), today=later, show="late")
        none = premises.inspections((ELSEWHERE,), today=later)
    for show, page in pages.items():
        assert page.total == len(page.lines) == page.counts[show]
    assert [x.id for x in pages["late"].lines] == [late.id] == [x.id for x in mine.lines]
    assert pages["late"].lines[0].late
    assert [x.id for x in pages["answered"].lines] == [answered.id]
    assert none.total == 0


def test_the_condition_of_a_building_is_that_of_its_worst_hazard_not_put_right(street):
    building = street.rooms[0].building_id

    def condition(hours: int = 1) -> str:
        with acting(PLATFORM):
            at = street.at + timedelta(hours=hours)
            return premises.conditions([building], at=at)[building]

    assert condition() == "unvisited"
    mild = inspected(street, {"sanitation": Answer("no", "垃圾")})
    assert condition() == "hazard"
    bad = inspected(street, room=3)
    assert condition() == "serious"
    handled(street, bad, HazardStep.RECTIFIED, officer())
    assert condition() == "hazard"
    handled(street, mild, HazardStep.WITHDRAWN, officer(), text="看错了")
    assert condition() == "in_order"
    assert condition(-1) == "unvisited"


def test_a_building_and_a_dormitory_have_forms_of_their_own_and_nothing_of_who_lives_there(street):
    places = {
        "home": place(street.rooms[0]),
        "building": premises.premises_of(street.rooms[0].building_id),
        "dormitory": premises.premises_of(street.dormitory[0].building_id),
    }
    forms = {n: premises.inspection_forms(p, street.today) for n, p in places.items()}
    assert {n: [f.key for f in found] for n, found in forms.items()} == {
        "home": ["rental_home"],
        "building": ["rental_building"],
        "dormitory": ["dormitory"],
    }
    for form, item in product([f for (f,) in forms.values()], range(99)):
        if item < len(form.items):
            assert form.items[item].hazard not in ("00", "02", "03")


def heard_since(since: int) -> int:
    """Hand out what happened since an event; the newest event."""
    with acting(PLATFORM):
        for event in events_since(since):
            if event.name == premises.INSPECTED_EVENT:
                handlers.inspected(event)
            elif event.name == premises.HAZARD_EVENT:
                handlers.hazard_step(event)
    return last_event()


def test_the_landlord_hears_once_of_an_inspection_with_hazards_and_of_every_second_look(street):
    public("13700000003", grants=(("landlord", street.holder, ""),))
    first = last_event()
    inspected(street, {})
    record = inspected(street, {"ebike": BIKE, "structure": Answer("no", "东墙有裂缝", days=20)})
    second = heard_since(first)
    handled(street, record, HazardStep.ANSWERED, landlord(street))
    handled(street, record, HazardStep.REMAINS, officer(), days=7)
    third = heard_since(second)
    handled(street, record, HazardStep.RECTIFIED, officer())
    heard_since(third)
    texts = [n.text for n in reversed(notices.recent(kind=premises.HAZARD_NOTICE))]
    assert len(texts) == 3 and all(record.number in text for text in texts)
    assert f"2 处隐患，最早 {street.today + timedelta(days=3)}" in texts[0]
    assert "还在" in texts[1] and "销号" in texts[2]


def test_photographs_of_a_closed_hazard_are_deleted_after_two_years_and_the_record_stays(street):
    pictures = {"ebike": replace(BIKE, photos=(picture(),))}
    closed, open_still = inspected(street, pictures), inspected(street, pictures, room=1)
    handled(street, closed, HazardStep.RECTIFIED, officer())
    later = street.at + timedelta(days=729)
    assert premises.forget_photos(actor=PLATFORM, at=later) == 0
    assert premises.forget_photos(actor=PLATFORM, at=later + timedelta(days=2)) == 1
    with acting(officer()):
        after = premises.inspection(closed.id)
        with pytest.raises(NotFound, match="inspection_photo_unknown"):
            premises.photograph(closed.hazards[0].events[0].photos[0])
        assert premises.photograph(open_still.hazards[0].events[0].photos[0])
    assert after.hazards[0].note == BIKE.note and not after.hazards[0].events[0].photos
